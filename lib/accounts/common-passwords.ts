/**
 * Words that lead every published list of leaked passwords. A password of 15 characters and more is
 * common exactly when it is built of these: `passwordpassword`, `qwerty123456789`, `iloveyou iloveyou`.
 */
export const COMMON_WORDS: readonly string[] =
  `password passwort passw0rd p4ssword motdepasse contrasena wachtwoord letmein welcome iloveyou loveyou trustno whatever
  qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc rfvtgb
  monkey dragon master shadow sunshine princess football baseball basketball superman batman pokemon starwars
  michael jordan michelle jessica jennifer ashley charlie daniel thomas robert andrew joshua matthew anthony
  hunter ranger buster soccer hockey killer george summer winter spring autumn flower cheese ginger cookie
  pepper freedom secret computer internet access login admin administrator root user guest test testing changeme
  default temp temporary company corporate office security secure private hello world hello123 google facebook
  amazon apple microsoft windows linux samsung android chelsea liverpool arsenal barcelona ferrari mercedes
  corvette mustang yankees lakers steelers cowboys eagles phoenix diamond golden silver purple orange yellow
  black white angel angels lovely family friends forever babygirl chocolate butterfly rainbow
  january february march april june july august september october november december monday friday sunday
  abc abcd abcdef abcdefgh abcdefghij abcdefghijklmnop`.split(/\s+/);

/** Long passwords of those lists that are not built of words. */
export const COMMON_LONG: readonly string[] = [
  "111111111111111",
  "000000000000000",
  "1111111111111111",
  "0000000000000000",
  "123456789012345",
  "1234567890123456",
  "12345678901234567890",
  "1q2w3e4r5t6y7u8i",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv",
  "1qaz2wsx3edc4rfv5tgb",
  "zaq12wsxcde34rfv",
  "qazwsxedcrfvtgb",
  "qwertyuiopasdfgh",
  "qwertyuiopasdfghjkl",
  "qwertyuiopasdfghjklzxcvbnm",
  "correcthorsebatterystaple",
  "thisisapassword",
  "ihatepasswords1",
];
