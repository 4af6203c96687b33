// Faults that a whole reply tells: Hugging Face and the providers behind it refuse, are busy, or are broken, in their own words.

import { expectFailure, jsonReply, pageReply, textReply, type Fault } from './fault.ts'

/** Seconds that the fault `too-many-requests` asks to wait. */
export const retryAfterSeconds = 5

/** Milliseconds since 1970 until which `too-many-requests-date` asks to wait. Far off: the table is made once. */
export const retryAfterDate = Date.UTC(2096, 0, 1, 12)

const rateLimitBody = { error: { message: 'Rate limit reached.', type: 'rate_limit_error' } }

export const replyFaults = {
  'unknown-model': {
    description: '400 as the router says it for a name that does not exist',
    expected: expectFailure('model-not-found'),
    act: jsonReply(400, {
      error: {
        message: "The requested model 'no/such-model' does not exist.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    }),
  },
  'model-not-served': {
    description: '400 as the router says it for a model that no provider serves',
    expected: expectFailure('model-not-served'),
    act: jsonReply(400, {
      error: {
        message: "The requested model 'some/model' is not supported by any provider you have enabled.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'wrong-provider': {
    description: '400 as the router says it for a provider that does not serve the model',
    expected: expectFailure('model-not-served'),
    act: jsonReply(400, {
      error: {
        message: "The requested model 'some/model' is not supported by provider 'some-provider'.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'picture-to-text-model': {
    description: '400 as a provider says it when a model cannot see',
    expected: expectFailure('model-cannot-do-this'),
    act: jsonReply(
      400,
      { code: 400, reason: 'INVALID_REQUEST_BODY', message: 'model features vision not support', metadata: {} },
      { 'x-inference-provider': 'novita' },
    ),
  },
  'template-error': {
    description: '400 when a model has no template for a conversation',
    expected: expectFailure('request-refused'),
    act: jsonReply(400, { error: 'Template error: template not found', error_type: 'template_error' }),
  },
  'prompt-too-long': {
    description: '400 when the conversation is longer than what the model can read',
    expected: expectFailure('prompt-too-long'),
    act: jsonReply(400, {
      error: { message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9041 tokens." },
    }),
  },
  'key-rejected': {
    description: '401',
    expected: expectFailure('key-rejected'),
    act: jsonReply(401, { error: 'Invalid credentials in Authorization header' }),
  },
  'key-expired': {
    description: '401 for a key whose time is over',
    expected: expectFailure('key-expired'),
    act: jsonReply(401, { error: 'User Access Token "laptop" is expired' }),
  },
  'credits-used-up': {
    description: '402 when the month’s credit is used up',
    expected: expectFailure('credits-used-up'),
    act: jsonReply(402, {
      error:
        'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
    }),
  },
  'credits-depleted': {
    description: '402 in the other words of Hugging Face',
    expected: expectFailure('credits-used-up'),
    act: jsonReply(402, {
      error:
        'You have depleted your monthly included credits. Purchase pre-paid credits to continue using Inference Providers. Alternatively, subscribe to PRO to get 20x more included usage.',
    }),
  },
  'provider-wants-money': {
    description: '402 in a provider’s own words',
    expected: expectFailure('credits-used-up'),
    act: jsonReply(
      402,
      { code: 402, reason: 'NOT_ENOUGH_BALANCE', message: 'not enough balance', metadata: {} },
      { 'x-inference-provider': 'novita' },
    ),
  },
  'no-permission': {
    description: '403 for a key that may not run models',
    expected: expectFailure('key-lacks-permission'),
    act: jsonReply(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user somebody',
    }),
  },
  'organisation-forbids': {
    description: '403 for a key that may not run models for the organisation that pays',
    expected: expectFailure('key-lacks-permission'),
    act: jsonReply(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of org some-org',
    }),
  },
  'provider-switched-off': {
    description: '403 for a provider that the account has switched off',
    expected: expectFailure('model-not-served'),
    act: jsonReply(403, { error: "The requested provider 'some-provider' is not available." }),
  },
  'model-gated': {
    description: '403 for a model whose conditions have not been accepted',
    expected: expectFailure('model-gated'),
    act: jsonReply(403, {
      error:
        'Access to model some/model is restricted and you are not in the authorized list. Visit https://huggingface.co/some/model to ask for access.',
    }),
  },
  'not-found': {
    description: '404 as hf-inference says it',
    expected: expectFailure('model-not-found'),
    act: jsonReply(404, { error: 'Model no/such-model does not exist' }),
  },
  'request-timed-out': {
    description: '408',
    expected: expectFailure('timed-out'),
    act: jsonReply(408, { error: 'Request Timeout' }),
  },
  'body-too-large': {
    description: '413 with the page of a front that takes no more',
    expected: expectFailure('prompt-too-long'),
    act: pageReply(413, '413 Request Entity Too Large'),
  },
  'unreadable-settings': {
    description: '422 in plain text',
    expected: expectFailure('request-refused'),
    act: textReply(422, 'Failed to deserialize the JSON body into the target type: missing field `messages` at line 1 column 143'),
  },
  'refused-settings': {
    description: '422 with a sentence in JSON',
    expected: expectFailure('request-refused'),
    act: jsonReply(422, { error: 'Input validation error: `temperature` must be strictly positive', error_type: 'validation' }),
  },
  'refused-fields': {
    description: '422 with a list of what is wrong, and all that was sent beside it',
    expected: expectFailure('request-refused'),
    act: jsonReply(422, {
      detail: [
        { type: 'missing', loc: ['body', 'messages', 0, 'name'], msg: 'Field required', input: { role: 'user', content: 'a prompt' } },
      ],
    }),
  },
  'too-many-requests': {
    description: '429 with the seconds to wait',
    expected: expectFailure('too-many-requests'),
    act: jsonReply(429, rateLimitBody, { 'retry-after': String(retryAfterSeconds) }),
  },
  'too-many-requests-date': {
    description: '429 with the time until which to wait',
    expected: expectFailure('too-many-requests'),
    act: jsonReply(429, rateLimitBody, { 'retry-after': new Date(retryAfterDate).toUTCString() }),
  },
  'too-many-requests-unsaid': {
    description: '429 that does not say how long to wait',
    expected: expectFailure('too-many-requests'),
    act: jsonReply(429, rateLimitBody),
  },
  'too-many-requests-garbage': {
    description: '429 with nonsense in the place of the wait',
    expected: expectFailure('too-many-requests'),
    act: jsonReply(429, rateLimitBody, { 'retry-after': '-3,5 soon; maybe' }),
  },
  'server-error': {
    description: '500 with JSON',
    expected: expectFailure('provider-failed'),
    act: jsonReply(500, { id: 'none', error: { message: 'Internal server error', type: 'server_error', param: null, code: null } }),
  },
  'bad-gateway-page': {
    description: '502 with a page instead of JSON',
    expected: expectFailure('provider-failed'),
    act: pageReply(502, '502 Bad Gateway'),
  },
  'model-loading': {
    description: '503 while a cold model is loaded',
    expected: expectFailure('provider-busy'),
    act: jsonReply(503, { error: 'Model some/model is currently loading', estimated_time: 20 }),
  },
  'provider-overloaded': {
    description: '503 with nothing in it but the seconds to wait',
    expected: expectFailure('provider-busy'),
    act: textReply(503, '', { 'retry-after': '3' }),
  },
  'gateway-timeout': {
    description: '504 with a page',
    expected: expectFailure('timed-out'),
    act: pageReply(504, '504 Gateway Time-out'),
  },
  'wrong-content-type': {
    description: '200 with an answer that is no stream',
    expected: expectFailure('unexpected-reply'),
    act: textReply(200, 'data: {"choices":[{"index":0,"delta":{"content":"An answer"}}]}\n\ndata: [DONE]\n\n'),
  },
  'gzip-bomb': {
    description: '200 with a small gzip that unpacks to gigabytes',
    expected: expectFailure('answer-too-large'),
    act: { kind: 'gzip-bomb' },
  },
} as const satisfies Readonly<Record<string, Fault>>
