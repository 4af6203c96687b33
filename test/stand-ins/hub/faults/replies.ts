// Faults that a whole reply tells: Hugging Face and the providers behind it refuse, are busy, or are broken, in their own words.

import { failedWith, json, page, text, type Fault } from './fault.ts'

/** Seconds that the fault `too-many-requests` asks to wait. */
export const retryAfterSeconds = 5

/** Milliseconds since 1970 until which `too-many-requests-date` asks to wait. Far off: the table is made once. */
export const retryAfterDate = Date.UTC(2096, 0, 1, 12)

const limited = { error: { message: 'Rate limit reached.', type: 'rate_limit_error' } }

export const faultsInReplies = {
  'unknown-model': {
    does: '400 as the router says it for a name that does not exist',
    expected: failedWith('model-not-found'),
    act: json(400, {
      error: {
        message: "The requested model 'no/such-model' does not exist.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    }),
  },
  'model-not-served': {
    does: '400 as the router says it for a model that no provider serves',
    expected: failedWith('model-not-served'),
    act: json(400, {
      error: {
        message: "The requested model 'some/model' is not supported by any provider you have enabled.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'wrong-provider': {
    does: '400 as the router says it for a provider that does not serve the model',
    expected: failedWith('model-not-served'),
    act: json(400, {
      error: {
        message: "The requested model 'some/model' is not supported by provider 'some-provider'.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      },
    }),
  },
  'picture-to-text-model': {
    does: '400 as a provider says it when a model cannot see',
    expected: failedWith('model-cannot-do-this'),
    act: json(
      400,
      { code: 400, reason: 'INVALID_REQUEST_BODY', message: 'model features vision not support', metadata: {} },
      { 'x-inference-provider': 'novita' },
    ),
  },
  'template-error': {
    does: '400 when a model has no template for a conversation',
    expected: failedWith('request-refused'),
    act: json(400, { error: 'Template error: template not found', error_type: 'template_error' }),
  },
  'prompt-too-long': {
    does: '400 when the conversation is longer than what the model can read',
    expected: failedWith('prompt-too-long'),
    act: json(400, {
      error: { message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9041 tokens." },
    }),
  },
  'key-rejected': {
    does: '401',
    expected: failedWith('key-rejected'),
    act: json(401, { error: 'Invalid credentials in Authorization header' }),
  },
  'key-expired': {
    does: '401 for a key whose time is over',
    expected: failedWith('key-expired'),
    act: json(401, { error: 'User Access Token "laptop" is expired' }),
  },
  'credits-used-up': {
    does: '402 when the month’s credit is used up',
    expected: failedWith('credits-used-up'),
    act: json(402, {
      error:
        'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
    }),
  },
  'credits-depleted': {
    does: '402 in the other words of Hugging Face',
    expected: failedWith('credits-used-up'),
    act: json(402, {
      error:
        'You have depleted your monthly included credits. Purchase pre-paid credits to continue using Inference Providers. Alternatively, subscribe to PRO to get 20x more included usage.',
    }),
  },
  'provider-wants-money': {
    does: '402 in a provider’s own words',
    expected: failedWith('credits-used-up'),
    act: json(
      402,
      { code: 402, reason: 'NOT_ENOUGH_BALANCE', message: 'not enough balance', metadata: {} },
      { 'x-inference-provider': 'novita' },
    ),
  },
  'no-permission': {
    does: '403 for a key that may not run models',
    expected: failedWith('key-lacks-permission'),
    act: json(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user somebody',
    }),
  },
  'organisation-forbids': {
    does: '403 for a key that may not run models for the organisation that pays',
    expected: failedWith('key-lacks-permission'),
    act: json(403, {
      error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of org some-org',
    }),
  },
  'provider-switched-off': {
    does: '403 for a provider that the account has switched off',
    expected: failedWith('model-not-served'),
    act: json(403, { error: "The requested provider 'some-provider' is not available." }),
  },
  'model-gated': {
    does: '403 for a model whose conditions have not been accepted',
    expected: failedWith('model-gated'),
    act: json(403, {
      error:
        'Access to model some/model is restricted and you are not in the authorized list. Visit https://huggingface.co/some/model to ask for access.',
    }),
  },
  'not-found': {
    does: '404 as hf-inference says it',
    expected: failedWith('model-not-found'),
    act: json(404, { error: 'Model no/such-model does not exist' }),
  },
  'request-timed-out': {
    does: '408',
    expected: failedWith('timed-out'),
    act: json(408, { error: 'Request Timeout' }),
  },
  'body-too-large': {
    does: '413 with the page of a front that takes no more',
    expected: failedWith('prompt-too-long'),
    act: page(413, '413 Request Entity Too Large'),
  },
  'unreadable-settings': {
    does: '422 in plain text',
    expected: failedWith('request-refused'),
    act: text(422, 'Failed to deserialize the JSON body into the target type: missing field `messages` at line 1 column 143'),
  },
  'refused-settings': {
    does: '422 with a sentence in JSON',
    expected: failedWith('request-refused'),
    act: json(422, { error: 'Input validation error: `temperature` must be strictly positive', error_type: 'validation' }),
  },
  'refused-fields': {
    does: '422 with a list of what is wrong, and all that was sent beside it',
    expected: failedWith('request-refused'),
    act: json(422, {
      detail: [
        { type: 'missing', loc: ['body', 'messages', 0, 'name'], msg: 'Field required', input: { role: 'user', content: 'a prompt' } },
      ],
    }),
  },
  'too-many-requests': {
    does: '429 with the seconds to wait',
    expected: failedWith('too-many-requests'),
    act: json(429, limited, { 'retry-after': String(retryAfterSeconds) }),
  },
  'too-many-requests-date': {
    does: '429 with the time until which to wait',
    expected: failedWith('too-many-requests'),
    act: json(429, limited, { 'retry-after': new Date(retryAfterDate).toUTCString() }),
  },
  'too-many-requests-unsaid': {
    does: '429 that does not say how long to wait',
    expected: failedWith('too-many-requests'),
    act: json(429, limited),
  },
  'too-many-requests-garbage': {
    does: '429 with nonsense in the place of the wait',
    expected: failedWith('too-many-requests'),
    act: json(429, limited, { 'retry-after': '-3,5 soon; maybe' }),
  },
  'server-error': {
    does: '500 with JSON',
    expected: failedWith('provider-failed'),
    act: json(500, { id: 'none', error: { message: 'Internal server error', type: 'server_error', param: null, code: null } }),
  },
  'bad-gateway-page': {
    does: '502 with a page instead of JSON',
    expected: failedWith('provider-failed'),
    act: page(502, '502 Bad Gateway'),
  },
  'model-loading': {
    does: '503 while a cold model is loaded',
    expected: failedWith('provider-busy'),
    act: json(503, { error: 'Model some/model is currently loading', estimated_time: 20 }),
  },
  'provider-overloaded': {
    does: '503 with nothing in it but the seconds to wait',
    expected: failedWith('provider-busy'),
    act: text(503, '', { 'retry-after': '3' }),
  },
  'gateway-timeout': {
    does: '504 with a page',
    expected: failedWith('timed-out'),
    act: page(504, '504 Gateway Time-out'),
  },
  'wrong-content-type': {
    does: '200 with an answer that is no stream',
    expected: failedWith('unexpected-reply'),
    act: text(200, 'data: {"choices":[{"index":0,"delta":{"content":"An answer"}}]}\n\ndata: [DONE]\n\n'),
  },
  'gzip-bomb': {
    does: '200 with a small gzip that unpacks to gigabytes',
    expected: failedWith('answer-too-large'),
    act: { kind: 'gzip-bomb' },
  },
} as const satisfies Readonly<Record<string, Fault>>
