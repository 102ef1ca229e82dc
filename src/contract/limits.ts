/** Every limit a caller can run into, with its unit and its reason. */

/** Characters (UTF-16 units) of one message; with JSON escapes it still fits a frame. */
export const TEXT_MAX = 10_000;

/** Characters of a person's, group's or room's display name; longer ones never fit a line. */
export const NAME_MAX = 80;

/** Characters of a search query; nobody types more to find a person or a room. */
export const QUERY_MAX = 80;

/** Members of a group, the creator included; larger gatherings are rooms. */
export const GROUP_MEMBERS_MAX = 500;

/** People or rooms one search or listing answers with. */
export const RESULTS_MAX = 50;

/** Members `conversation.get` lists; `memberCount` counts all. */
export const MEMBERS_LISTED_MAX = 500;

/** People a reader is shown as online in one conversation; the count covers all. */
export const ONLINE_LISTED_MAX = 50;

/** People whose presence one connection may watch; more never fit a screen. */
export const PRESENCE_WATCHED_MAX = 200;

/** Where counting unread messages stops: 100 is shown as 99+. */
export const UNREAD_MAX = 100;

/** Raises (number and time) kept beside each watermark, from which "read at" is told; older times are unknown. */
export const RAISES_KEPT = 50;

/** Messages pinned in one conversation; a longer list is no selection. */
export const PINS_MAX = 50;

/** UTF-16 units of one emoji; the longest recommended sequences (families, flags of regions) have 15. */
export const EMOJI_MAX = 32;

/** Different emojis on one message; more do not fit below it. */
export const EMOJIS_PER_MESSAGE_MAX = 30;

/** Conversations one message is forwarded to at once. */
export const FORWARD_MAX = 20;

/** Messages with files or links that one page of them carries: some screens full of small pictures. */
export const MEDIA_PAGE = 40;

/** Messages one page of search results carries. */
export const SEARCH_PAGE = 20;

/** People one person can block. */
export const BLOCKED_MAX = 1_000;

/** Conversations a page of the list carries by default, and at most. */
export const CONVERSATIONS_PAGE = 100;
export const CONVERSATIONS_PAGE_MAX = 500;

/** Entries a history page aims at by default, and at most (a page that shows little is widened). */
export const HISTORY_PAGE = 50;
export const HISTORY_PAGE_MAX = 100;

/** Entries one `sync.since` answers with at most. */
export const SYNC_PAGE_MAX = 200;

/** Entries a reader may be behind before it is told to reload: two pages are cheaper than one newest page and a seam. */
export const RESET_AFTER = 2 * SYNC_PAGE_MAX;

/** Numbers one `sync.check` compares at most: what one read brings, and four pages of history. */
export const CHECKED_MAX = 200;

/** Bytes of one WebSocket frame from a client; `ws` would take 100 MiB. */
export const FRAME_MAX_BYTES = 64 * 1024;

/** Calls in one batch, over HTTP or in one frame. */
export const BATCH_MAX = 50;

/** Bytes of one attached file, unless the server is set up otherwise. */
export const UPLOAD_MAX_BYTES = 50 * 1024 * 1024;

/** Files of one message; a longer grid is an album. */
export const ATTACHMENTS_MAX = 10;

/** Characters of a file's name; file systems take 255 bytes. */
export const FILENAME_MAX = 200;

/** Numbers that draw the wave of a voice message; more bars than that are thinner than a pixel on a phone. */
export const WAVE_POINTS = 64;

/** Base64 characters of a video's poster: 96 KB of JPEG are 640 × 360 pixels in good quality. */
export const POSTER_MAX = 128 * 1024;

/** Days that a conversation may keep messages at most, where it does not keep them for good: ten years. */
export const RETENTION_DAYS_MAX = 3_650;

/** Lines of a page of what admins look at. */
export const ADMIN_PAGE = 50;

/** Webhooks of one conversation; each outgoing one costs a request for each message. */
export const WEBHOOKS_MAX = 20;

/** Characters of the address an outgoing webhook posts to. */
export const WEBHOOK_URL_MAX = 2_000;

/** Bytes of a request to an incoming webhook: the longest text, each character escaped. */
export const WEBHOOK_BODY_MAX = 64 * 1024;

/** Seconds that a signature's time may differ from the server's; longer ago it may be somebody who listened. */
export const WEBHOOK_WINDOW = 300;

/** Attempts at one message before it is given up: over about forty minutes. */
export const WEBHOOK_ATTEMPTS_MAX = 10;

/** Messages one call brings in from elsewhere: the longest ones still fit its body. */
export const IMPORT_BATCH_MAX = 50;

/** Reactions to one message that is brought in. */
export const IMPORT_REACTIONS_MAX = 100;
