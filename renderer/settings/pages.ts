// Pages of Hugging Face that buttons lead to. They open in the browser, through main.

/** Makes a key with just the one right that Parley needs. */
export const keyPage = 'https://huggingface.co/settings/tokens/new?ownUserPermissions=inference.serverless.write&tokenType=fineGrained'
