const key = 'setup-later';

/** Whoever looks around first is not led again in this tab. */
export const isPutOff = () => sessionStorage.getItem(key) !== null;

export const putOff = () => sessionStorage.setItem(key, 'true');
