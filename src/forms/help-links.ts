export const todayLink = { text: 'Who to contact today', href: '/help/today/' } as const;

/** Where to turn instead: urgent help, in words that fit the page, and who to contact today. */
export const helpLinks = (urgentText: string) => [{ text: urgentText, href: '/help/urgent/' }, todayLink];
