// The chat models of the stand-in. Ids and authors are real; prices and routes are made up.

/**
 * One model per line: id | context in units of 1,024 tokens | dollars per million tokens in/out | flags | routes.
 * Flags: `vision` accepts images; `c`, `r`, `t` and `k` are reasoning forms (see catalogue.ts).
 * Routes: the first two letters of a provider; `!` has the status "error", `?` has no details, `0` is free.
 */
export const chatModelTable = `
openai/gpt-oss-120b | 128 | 0.1/0.5 | r | ce fi gr no ns ov sc to! ba de
openai/gpt-oss-20b | 128 | 0.05/0.2 | r | fi gr no ns ov to de! hf?
openai/gpt-oss-safeguard-20b | 128 | 0.075/0.3 | r | gr
zai-org/GLM-4.5 | 128 | 0.6/2.2 | c | za no fi! to
zai-org/GLM-4.5-Air | 128 | 0.2/1.1 | c | za no to?
zai-org/GLM-4.5-Air-FP8 | 128 | 0.2/1.1 | c | to
zai-org/GLM-4.5V | 64 | 0.6/1.8 | c vision | za no
zai-org/GLM-4.6 | 198 | 0.6/2.2 | c | za no ba to de ce!
zai-org/GLM-4.6V-Flash | 128 | 0/0 | c vision | za0 no
zai-org/GLM-4.7 | 198 | 0.6/2.2 | c | za no ba ce
zai-org/GLM-4-32B-0414 | 32 | 0.2/0.2 | | no fe
zai-org/GLM-4.1V-9B-Thinking | 64 | 0.035/0.14 | c vision | no
zai-org/GLM-5 | 198 | 1/3.2 | c | za no to fi de
zai-org/GLM-5.1 | 198 | 1.4/4.4 | c | za no to fi
Qwen/Qwen3-4B-Instruct-2507 | 256 | 0.01/0.03 | | ns fe?
Qwen/Qwen3-4B-Thinking-2507 | 256 | 0.01/0.03 | k | ns
Qwen/Qwen3-0.6B | 40 | 0.01/0.01 | k | fe!
Qwen/Qwen3-1.7B | 40 | 0.01/0.02 | k | fe
Qwen/Qwen3-4B | 40 | 0.01/0.03 | k | fe ns
Qwen/Qwen3-8B | 40 | 0.035/0.14 | k | fe ns no ov
Qwen/Qwen3-14B | 40 | 0.07/0.2 | k | fe ns de
Qwen/Qwen3-32B | 40 | 0.1/0.3 | k | gr ce! fe ns ov de
Qwen/Qwen3-30B-A3B | 40 | 0.09/0.45 | k | no fi
Qwen/Qwen3-30B-A3B-Instruct-2507 | 256 | 0.09/0.3 | | no ns de
Qwen/Qwen3-30B-A3B-Thinking-2507 | 256 | 0.09/0.3 | c | no
Qwen/Qwen3-235B-A22B | 40 | 0.2/0.8 | k | fi no ns to
Qwen/Qwen3-235B-A22B-Instruct-2507 | 256 | 0.2/0.6 | | ce fi no to ns sc
Qwen/Qwen3-235B-A22B-Thinking-2507 | 256 | 0.3/3 | c | no to fi! ce?
Qwen/Qwen3-Coder-30B-A3B-Instruct | 256 | 0.07/0.26 | | no fi ns ov sc
Qwen/Qwen3-Coder-480B-A35B-Instruct | 256 | 0.4/1.6 | | to no fi ce! ba de
Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8 | 256 | 2/2 | | to
Qwen/Qwen3-Coder-Next | 256 | 0.2/1.5 | | no to
Qwen/Qwen3-Coder-Next-FP8 | 256 | 0.5/1.2 | | to?
Qwen/Qwen3-Next-80B-A3B-Instruct | 256 | 0.15/1.5 | | no to de
Qwen/Qwen3-Next-80B-A3B-Thinking | 256 | 0.15/1.5 | c | no to
Qwen/Qwen3-VL-8B-Instruct | 256 | 0.08/0.5 | vision | no to
Qwen/Qwen3-VL-30B-A3B-Instruct | 256 | 0.2/0.7 | vision | no fi
Qwen/Qwen3-VL-30B-A3B-Thinking | 256 | 0.2/1 | c vision | no
Qwen/Qwen3-VL-235B-A22B-Instruct | 256 | 0.3/1.5 | vision | no fi de
Qwen/Qwen3-VL-235B-A22B-Thinking | 256 | 0.98/3.95 | c vision | no
Qwen/Qwen3.5-9B | 256 | 0.1/0.15 | r vision | to
Qwen/Qwen3.5-27B | 256 | 0.3/2.4 | c vision | no
Qwen/Qwen3.5-35B-A3B | 256 | 0.25/2 | c vision | no
Qwen/Qwen3.5-122B-A10B | 256 | 0.4/3.2 | c vision | no
Qwen/Qwen3.5-397B-A17B | 256 | 0.6/3.6 | r vision | to no sc
Qwen/QwQ-32B | 128 | 0.15/0.4 | k | ns fe no! hf!
Qwen/Qwen2.5-7B-Instruct | 32 | 0.07/0.07 | | to fe ns
Qwen/Qwen2.5-7B-Instruct-1M | 986 | 0.1/0.1 | | fe
Qwen/Qwen2.5-14B-Instruct | 32 | 0.1/0.1 | | fe
Qwen/Qwen2.5-32B-Instruct | 32 | 0.2/0.2 | | fe
Qwen/Qwen2.5-72B-Instruct | 32 | 0.38/0.4 | | no to fe! de
Qwen/Qwen2.5-1.5B-Instruct | 32 | 0.01/0.01 | | fe?
Qwen/Qwen2.5-Coder-3B-Instruct | 32 | 0.01/0.03 | | ns
Qwen/Qwen2.5-Coder-7B-Instruct | 32 | 0.03/0.09 | | ns fe
Qwen/Qwen2.5-Coder-14B-Instruct | 32 | 0.06/0.18 | | fe
Qwen/Qwen2.5-Coder-32B-Instruct | 32 | 0.06/0.2 | | ns sc ov fe
Qwen/Qwen2.5-Math-7B-Instruct | 4 | 0.1/0.1 | | fe
Qwen/Qwen2.5-VL-7B-Instruct | 32 | 0.2/0.2 | vision | hf! ov
Qwen/Qwen2.5-VL-32B-Instruct | 32 | 0.2/0.6 | vision | de
Qwen/Qwen2.5-VL-72B-Instruct | 32 | 0.8/0.8 | vision | no ov to!
Qwen/Qwen2-VL-72B-Instruct | 32 | 0.9/0.9 | vision |
Qwen/Qwen1.5-1.8B-Chat | 32 | 0.01/0.01 | | fe!
deepseek-ai/DeepSeek-R1 | 160 | 0.7/2.5 | k | to no fi hy! sc
deepseek-ai/DeepSeek-R1-0528 | 160 | 0.7/2.5 | c | to no fi de ns!
deepseek-ai/DeepSeek-R1-0528-Qwen3-8B | 128 | 0.06/0.09 | c | no
deepseek-ai/DeepSeek-R1-Distill-Llama-70B | 128 | 0.75/0.99 | k | ns ov gr! sc
deepseek-ai/DeepSeek-R1-Distill-Llama-8B | 128 | 0.03/0.05 | k | ns fe
deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B | 128 | 0.09/0.09 | k | ns
deepseek-ai/DeepSeek-R1-Distill-Qwen-7B | 128 | 0.2/0.2 | k | ns
deepseek-ai/DeepSeek-R1-Distill-Qwen-14B | 128 | 0.07/0.07 | k | ns no
deepseek-ai/DeepSeek-R1-Distill-Qwen-32B | 128 | 0.15/0.15 | k | ns no
deepseek-ai/DeepSeek-V3 | 160 | 0.4/1.3 | | to no fi!
deepseek-ai/DeepSeek-V3-0324 | 160 | 0.27/1.12 | | no fi to hy!
deepseek-ai/DeepSeek-V3.1 | 160 | 0.27/1 | c | no fi to ba
deepseek-ai/DeepSeek-V3.1-Terminus | 160 | 0.27/1 | c | no de
deepseek-ai/DeepSeek-V3.2 | 160 | 0.27/0.4 | c | no fi ba de
deepseek-ai/DeepSeek-V3.2-Exp | 160 | 0.27/0.41 | c | no
deepseek-ai/DeepSeek-Prover-V2-671B | 160 | 0.7/2.5 | | no
deepseek-ai/DeepSeek-V4.1-Flash | 1024 | 0.14/0.28 | c | ba no de fi
moonshotai/Kimi-K2-Instruct | 128 | 0.57/2.3 | | no fe to
moonshotai/Kimi-K2-Instruct-0905 | 256 | 0.6/2.5 | | gr no to fi ba
moonshotai/Kimi-K2-Thinking | 256 | 0.6/2.5 | c | no to fi ba
moonshotai/Kimi-K2.5 | 256 | 0.6/3 | c vision | no to fi ba de
moonshotai/Kimi-K2.6 | 256 | 0.95/4 | c vision | no to fi ba
MiniMaxAI/MiniMax-M1-80k | 976 | 0.55/2.2 | k | no
MiniMaxAI/MiniMax-M2 | 200 | 0.3/1.2 | k | no fi
MiniMaxAI/MiniMax-M2.1 | 200 | 0.3/1.2 | k | no fi
MiniMaxAI/MiniMax-M2.5 | 200 | 0.3/1.2 | k | no fi to
MiniMaxAI/MiniMax-M2.7 | 200 | 0.3/1.2 | k | no fi to
meta-llama/Llama-3.1-8B-Instruct | 128 | 0.02/0.05 | | ce de fe gr no ns ov sc hf!
meta-llama/Llama-3.1-70B-Instruct | 128 | 0.4/0.4 | | sc fe ns
meta-llama/Llama-3.1-405B-Instruct | 128 | 3.5/3.5 | | to! hy!
meta-llama/Llama-3.2-1B-Instruct | 128 | 0.005/0.01 | | no hf?
meta-llama/Llama-3.2-3B-Instruct | 128 | 0.03/0.05 | | no to hf? fe
meta-llama/Llama-3.3-70B-Instruct | 128 | 0.135/0.4 | | ce gr fi! no ns ov sc to de fe
meta-llama/Llama-4-Scout-17B-16E-Instruct | 128 | 0.18/0.59 | vision | gr no ns to fi!
meta-llama/Llama-4-Maverick-17B-128E-Instruct | 1024 | 0.27/0.85 | vision | gr no to!
meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8 | 1024 | 0.27/0.85 | vision | no to
meta-llama/Llama-Guard-4-12B | 160 | 0.2/0.2 | vision | gr
meta-llama/Llama-Guard-3-8B | 128 | 0.2/0.2 | | hf!
meta-llama/Meta-Llama-3-8B-Instruct | 8 | 0.04/0.04 | | no fe to! gr!
meta-llama/Meta-Llama-3-70B-Instruct | 8 | 0.51/0.74 | | no to? hy!
meta-llama/Llama-2-13b-chat-hf | 4 | 0.2/0.2 | | fe!
mistralai/Mistral-7B-Instruct-v0.2 | 32 | 0.2/0.2 | | fe to hf!
mistralai/Mistral-7B-Instruct-v0.3 | 32 | 0.1/0.1 | | ov no? to
mistralai/Mistral-Nemo-Instruct-2407 | 128 | 0.04/0.17 | | no ov sc
mistralai/Mistral-Small-3.2-24B-Instruct-2506 | 128 | 0.1/0.3 | vision | ov sc
mistralai/Mixtral-8x7B-Instruct-v0.1 | 32 | 0.6/0.6 | | to! ov
mistralai/Mixtral-8x22B-Instruct-v0.1 | 64 | 1.2/1.2 | | fi! ns
mistralai/Devstral-Small-2505 | 128 | 0.06/0.12 | | ns!
mistralai/Magistral-Small-2506 | 40 | 0.5/1.5 | k | fe
google/gemma-2-2b-it | 8 | 0.02/0.02 | | hf? fe
google/gemma-2-9b-it | 8 | 0.2/0.2 | | ns! fe gr!
google/gemma-3-4b-it | 128 | 0.02/0.04 | vision | de
google/gemma-3-12b-it | 128 | 0.05/0.1 | vision | fe de
google/gemma-3-27b-it | 128 | 0.12/0.2 | vision | no sc de fe ns?
google/gemma-3n-E4B-it | 32 | 0.02/0.04 | | to
google/gemma-3-1b-it | 32 | 0.01/0.02 | | fe? hf!
microsoft/phi-4 | 16 | 0.07/0.14 | | ns! fe de
CohereLabs/c4ai-command-r-plus | 128 | 2.5/10 | | co
CohereLabs/c4ai-command-r7b-12-2024 | 128 | 0.0375/0.15 | | co
CohereLabs/c4ai-command-r7b-arabic-02-2025 | 128 | 0.0375/0.15 | | co
CohereLabs/c4ai-command-a-03-2025 | 256 | 2.5/10 | | co
CohereLabs/command-a-reasoning-08-2025 | 256 | 2.5/10 | t | co
CohereLabs/command-a-translate-08-2025 | 16 | 2.5/10 | | co
CohereLabs/command-a-vision-07-2025 | 128 | 2.5/10 | vision | co
CohereLabs/aya-expanse-8b | 8 | 0.5/1.5 | | co
CohereLabs/aya-expanse-32b | 128 | 0.5/1.5 | | co
CohereLabs/aya-vision-8b | 16 | 0.5/1.5 | vision | co!
CohereLabs/aya-vision-32b | 16 | 0.5/1.5 | vision | co
HuggingFaceTB/SmolLM3-3B | 64 | 0.01/0.02 | k | hf?
swiss-ai/Apertus-8B-Instruct-2509 | 64 | 0/0 | | pu0
swiss-ai/Apertus-70B-Instruct-2509 | 64 | 0/0 | | pu0
allenai/Olmo-3-7B-Instruct | 64 | 0/0 | | pu0
allenai/Olmo-3-7B-Think | 64 | 0/0 | t | pu0
allenai/Olmo-3.1-32B-Instruct | 64 | 0/0 | | pu0
allenai/Olmo-3.1-32B-Think | 64 | 0/0 | t | pu0
aisingapore/Gemma-SEA-LION-v4-27B-IT | 128 | 0/0 | vision | pu0
baidu/ERNIE-4.5-21B-A3B-PT | 120 | 0.07/0.28 | | no
baidu/ERNIE-4.5-300B-A47B-Base-PT | 120 | 0.28/1.1 | | no
baidu/ERNIE-4.5-VL-28B-A3B-PT | 30 | 0.14/0.56 | vision | no
baidu/ERNIE-4.5-VL-424B-A47B-Base-PT | 120 | 0.42/1.25 | vision | no
NousResearch/Hermes-3-Llama-3.1-8B | 128 | 0.02/0.04 | | fe de!
NousResearch/Hermes-3-Llama-3.1-70B | 128 | 0.3/0.3 | | fe de
NousResearch/Hermes-4-70B | 128 | 0.1/0.4 | k | fe!
NousResearch/Hermes-4-405B | 128 | 1/3 | k |
nvidia/Llama-3_3-Nemotron-Super-49B-v1 | 128 | 0.1/0.4 | k | fe!
nvidia/Llama-3.1-Nemotron-Nano-8B-v1 | 128 | 0.02/0.06 | k | fe
nvidia/NVIDIA-Nemotron-Nano-9B-v2 | 128 | 0.04/0.16 | r | de to
Sao10K/L3-8B-Stheno-v3.2 | 8 | 0.05/0.05 | | no
Sao10K/L3-70B-Euryale-v2.1 | 8 | 1.48/1.48 | | no
Gryphe/MythoMax-L2-13b | 4 | 0.09/0.09 | | no
dphn/dolphin-2.9.1-llama-3-70b | 8 | 0.3/0.3 | |
XiaomiMiMo/MiMo-V2-Flash | 256 | 0.1/0.3 | c | no
stepfun-ai/Step-3.5-Flash | 256 | 0.1/0.3 | c | fe de?
marin-community/marin-8b-instruct | 4 | 0.18/0.18 | | to
deepcogito/cogito-v2-preview-llama-70B | 32 | 0.88/0.88 | k | to!
deepcogito/cogito-671b-v2.1 | 160 | 1.25/1.25 | k | to fi
EssentialAI/rnj-1-instruct | 32 | 0.15/0.15 | | to
ServiceNow-AI/Apriel-1.6-15b-Thinker | 128 | 0/0 | r vision | to0
utter-project/EuroLLM-22B-Instruct-2512 | 32 | 0/0 | | pu0
tokyotech-llm/Llama-3.3-Swallow-70B-Instruct-v0.4 | 128 | 0.6/1.2 | |
elyza/Llama-3-ELYZA-JP-8B | 8 | 0.05/0.05 | | fe
HuggingFaceH4/zephyr-7b-beta | 32 | 0.1/0.1 | | fe hf!
TinyLlama/TinyLlama-1.1B-Chat-v1.0 | 2 | 0.01/0.01 | | fe hf!
`
