// Faults reported by a complete reply: Hugging Face or a provider refuses, is busy, or is broken, with its recorded messages.

import { expectFailure, jsonReply, pageReply, textReply, type Fault } from './fault.ts'

/** The Retry-After of `too-many-requests`, in seconds. */
export const retryAfterSeconds = 5

/** The Retry-After of `too-many-requests-date`, in milliseconds since 1970. Far in the future, because the table is built once. */
export const retryAfterDate = Date.UTC(2096, 0, 1, 12)

const rateLimitBody = { error: { message: 'Rate limit reached.', type: 'rate_limit_error' } }

export const replyFaults = {
  'unknown-model': {
    description: '400 from the router for a model that does not exist',
    expected: expectFailure('model-not-found'),
    behavior: jsonReply(400, {
      error: {
        message: "The requested model 'no/such-model' does not exist.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    }),
  },
  'model-not-served': {
    description: '400 from the router for a model that no provider serves',
    expected: expectFailure('model-not-served'),
    behavior: jsonReply(400, {
      error: {
        message: "The requested model 'some/model' is not supported by any provider you have enabled.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'wrong-provider': {
    description: '400 from the router for a provider that does not serve the model',
    expected: expectFailure('model-not-served'),
    behavior: jsonReply(400, {
      error: {
        message: "The requested model 'some/model' is not supported by provider 'some-provider'.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'image-to-text-model': {
    description: '400 from a provider for an image sent to a text-only model',
    expected: expectFailure('model-cannot-do-this'),
    behavior: jsonReply(
      400,
      { code: 400, reason: 'INVALID_REQUEST_BODY', message: 'model features vision not support', metadata: {} },
      { 'x-inference-provider': 'novita' },
    ),
  },
  'template-error': {
    description: '400 for a model without a chat template',
    expected: expectFailure('request-refused'),
    behavior: jsonReply(400, { error: 'Template error: template not found', error_type: 'template_error' }),
  },
  'prompt-too-long': {
    description: '400 when the conversation exceeds the context length',
    expected: expectFailure('prompt-too-long'),
    behavior: jsonReply(400, {
      error: { message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9041 tokens." },
    }),
  },
  'key-rejected': {
    description: '401 for an invalid key',
    expected: expectFailure('key-rejected'),
    behavior: jsonReply(401, { error: 'Invalid credentials in Authorization header' }),
  },
  'key-expired': {
    description: '401 for an expired key',
    expected: expectFailure('key-expired'),
    behavior: jsonReply(401, { error: 'User Access Token "laptop" is expired' }),
  },
  'credits-used-up': {
    description: '402 when the monthly credits are used up',
    expected: expectFailure('credits-used-up'),
    behavior: jsonReply(402, {
      error:
        'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
    }),
  },
  'credits-depleted': {
    description: '402 with the other message of Hugging Face',
    expected: expectFailure('credits-used-up'),
    behavior: jsonReply(402, {
      error:
        'You have depleted your monthly included credits. Purchase pre-paid credits to continue using Inference Providers. Alternatively, subscribe to PRO to get 20x more included usage.',
    }),
  },
  'provider-wants-money': {
    description: '402 with the message of a provider',
    expected: expectFailure('credits-used-up'),
    behavior: jsonReply(
      402,
      { code: 402, reason: 'NOT_ENOUGH_BALANCE', message: 'not enough balance', metadata: {} },
      { 'x-inference-provider': 'novita' },
    ),
  },
  'no-permission': {
    description: '403 for a key without permission to run models',
    expected: expectFailure('key-lacks-permission'),
    behavior: jsonReply(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user some-user',
    }),
  },
  'organisation-forbids': {
    description: '403 for a key without permission to run models for the paying organisation',
    expected: expectFailure('key-lacks-permission'),
    behavior: jsonReply(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of org some-org',
    }),
  },
  'provider-switched-off': {
    description: '403 for a provider that is disabled in the account',
    expected: expectFailure('model-not-served'),
    behavior: jsonReply(403, { error: "The requested provider 'some-provider' is not available." }),
  },
  'model-gated': {
    description: '403 for a gated model whose terms were not accepted',
    expected: expectFailure('model-gated'),
    behavior: jsonReply(403, {
      error:
        'Access to model some/model is restricted and you are not in the authorized list. Visit https://huggingface.co/some/model to ask for access.',
    }),
  },
  'not-found': {
    description: '404 from hf-inference',
    expected: expectFailure('model-not-found'),
    behavior: jsonReply(404, { error: 'Model no/such-model does not exist' }),
  },
  'request-timed-out': {
    description: '408 Request Timeout',
    expected: expectFailure('timed-out'),
    behavior: jsonReply(408, { error: 'Request Timeout' }),
  },
  'body-too-large': {
    description: '413 with the page of a front end that limits bodies',
    expected: expectFailure('prompt-too-long'),
    behavior: pageReply(413, '413 Request Entity Too Large'),
  },
  'unreadable-settings': {
    description: '422 in plain text',
    expected: expectFailure('request-refused'),
    behavior: textReply(422, 'Failed to deserialize the JSON body into the target type: missing field `messages` at line 1 column 143'),
  },
  'refused-settings': {
    description: '422 with a message in JSON',
    expected: expectFailure('request-refused'),
    behavior: jsonReply(422, { error: 'Input validation error: `temperature` must be strictly positive', error_type: 'validation' }),
  },
  'refused-fields': {
    description: '422 with a list of errors that quotes the request',
    expected: expectFailure('request-refused'),
    behavior: jsonReply(422, {
      detail: [
        { type: 'missing', loc: ['body', 'messages', 0, 'name'], msg: 'Field required', input: { role: 'user', content: 'a prompt' } },
      ],
    }),
  },
  'too-many-requests': {
    description: '429 with Retry-After in seconds',
    expected: expectFailure('too-many-requests'),
    behavior: jsonReply(429, rateLimitBody, { 'retry-after': String(retryAfterSeconds) }),
  },
  'too-many-requests-date': {
    description: '429 with Retry-After as a date',
    expected: expectFailure('too-many-requests'),
    behavior: jsonReply(429, rateLimitBody, { 'retry-after': new Date(retryAfterDate).toUTCString() }),
  },
  'too-many-requests-no-wait': {
    description: '429 without Retry-After',
    expected: expectFailure('too-many-requests'),
    behavior: jsonReply(429, rateLimitBody),
  },
  'too-many-requests-garbage': {
    description: '429 with an invalid Retry-After',
    expected: expectFailure('too-many-requests'),
    behavior: jsonReply(429, rateLimitBody, { 'retry-after': '-3,5 soon; maybe' }),
  },
  'server-error': {
    description: '500 with JSON',
    expected: expectFailure('provider-failed'),
    behavior: jsonReply(500, { id: 'none', error: { message: 'Internal server error', type: 'server_error', param: null, code: null } }),
  },
  'bad-gateway-page': {
    description: '502 with an HTML page instead of JSON',
    expected: expectFailure('provider-failed'),
    behavior: pageReply(502, '502 Bad Gateway'),
  },
  'model-loading': {
    description: '503 while a cold model loads',
    expected: expectFailure('provider-busy'),
    behavior: jsonReply(503, { error: 'Model some/model is currently loading', estimated_time: 20 }),
  },
  'provider-overloaded': {
    description: '503 with only Retry-After',
    expected: expectFailure('provider-busy'),
    behavior: textReply(503, '', { 'retry-after': '3' }),
  },
  'gateway-timeout': {
    description: '504 with an HTML page',
    expected: expectFailure('timed-out'),
    behavior: pageReply(504, '504 Gateway Time-out'),
  },
  'wrong-content-type': {
    description: '200 with an answer that is not an event stream',
    expected: expectFailure('unexpected-reply'),
    behavior: textReply(200, 'data: {"choices":[{"index":0,"delta":{"content":"An answer"}}]}\n\ndata: [DONE]\n\n'),
  },
  'gzip-bomb': {
    description: '200 with a small gzip that unpacks to gigabytes',
    expected: expectFailure('answer-too-large'),
    behavior: { kind: 'gzip-bomb' },
  },
} as const satisfies Readonly<Record<string, Fault>>
