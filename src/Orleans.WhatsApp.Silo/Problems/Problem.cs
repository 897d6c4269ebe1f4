using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Orleans.WhatsApp.Silo.Problems;

/// <summary>
/// Everything that this API answers instead of what was asked for (RFC 9457). A code is stable: once published it keeps its meaning.
/// </summary>
internal static class Problem
{
    public const string TypePrefix = "urn:orleans-whatsapp:problem:";

    private static readonly FrozenDictionary<string, (int Status, string Title)> Known = new Dictionary<string, (int, string)>
    {
        ["invalid_request"] = (400, "The request could not be read."),
        ["invalid_mode"] = (400, "The mode is one of ai, human, waiting and closed."),
        ["invalid_cursor"] = (400, "That is no cursor of this list."),
        ["search_too_long"] = (400, "A search has at most 200 characters."),
        ["page_too_far"] = (400, "Pages by number end here. Go on with the list's next_cursor."),
        ["invalid_phone"] = (400, "That is not a phone number."),
        ["invalid_format"] = (400, "The format is csv or jsonl."),
        ["invalid_url"] = (400, "The address must be an absolute http or https address."),
        ["invalid_retention"] = (400, "Messages are kept for 1 to 3650 days, or for ever."),
        ["invalid_time_zone"] = (400, "That is not the IANA name of a time zone."),
        ["invalid_text"] = (400, "The text holds control characters."),
        ["invalid_user"] = (400, "A user has a name of at most 200 characters and an e-mail address."),
        ["invalid_tenant"] = (400, "A tenant has a name of at most 200 characters."),
        ["invalid_password"] = (400, "A password has 12 to 256 characters and is not the e-mail address."),
        ["invalid_invitation"] = (400, "The token was used, replaced, or is too old. Ask an admin for another one."),
        ["wrong_password"] = (400, "The current password is wrong."),
        ["unknown_feature"] = (400, "There is no such feature."),
        ["invalid_agent"] = (400, "An agent has a name and the provider's agent id, of at most 200 characters each."),
        ["unknown_agent"] = (400, "The tenant has no such agent."),
        ["invalid_event_id"] = (400, "The last event's id is a number."),
        ["empty_text"] = (400, "The text is empty."),
        ["invalid_client_message_id"] = (400, "The caller's id of a message has 1 to 200 characters."),
        ["text_too_long"] = (400, "The text is longer than 65,536 characters."),
        ["invalid_seconds"] = (400, "A grace period is made longer by 30 to 3,600 seconds."),
        ["invalid_contact_name"] = (400, "A contact's name has 1 to 200 characters on one line."),
        ["invalid_content"] = (400, "What is to be sent is not complete, too long, or of no known kind."),
        ["invalid_account"] = (400, "This channel needs the account's id, and its token where the installation has none."),
        ["invalid_outbox_status"] = (400, "The status is one of withheld, waiting, unclear and failed."),
        ["empty_file"] = (400, "The file is empty."),
        ["unknown_provider"] = (400, "There is no such channel here."),
        ["malformed_event"] = (400, "The body is not an event of this provider."),
        ["unauthenticated"] = (401, "Sign in first."),
        ["invalid_credentials"] = (401, "The e-mail address or the password is wrong."),
        ["invalid_refresh_token"] = (401, "The refresh token is not valid any more. Sign in again."),
        ["invalid_webhook_secret"] = (401, "The webhook's secret is missing or wrong."),
        ["invalid_signature"] = (401, "The webhook's signature is missing or wrong."),
        ["invalid_verify_token"] = (403, "The verify token is missing or wrong."),
        ["forbidden"] = (403, "Your role does not allow this."),
        ["feature_disabled"] = (403, "The WhatsApp agent is not switched on for this tenant."),
        ["tenant_suspended"] = (403, "This tenant is suspended."),
        ["platform_admins_only"] = (403, "Only a platform admin may change a platform admin."),
        ["not_found"] = (404, "There is nothing at this address."),
        ["chat_not_found"] = (404, "There is no such chat."),
        ["media_not_found"] = (404, "There are no such bytes here, or not yet."),
        ["agent_not_found"] = (404, "There is no such agent."),
        ["user_not_found"] = (404, "There is no such user."),
        ["tenant_not_found"] = (404, "There is no such tenant."),
        ["method_not_allowed"] = (405, "This address does not take that method."),
        ["email_taken"] = (409, "There is a user with this e-mail address."),
        ["last_admin"] = (409, "The tenant would be left without an admin who can sign in."),
        ["is_platform_admin"] = (409, "The user is a platform admin already."),
        ["last_platform_admin"] = (409, "There would be no platform admin left who can sign in."),
        ["own_password"] = (409, "Change your own password instead of resetting it."),
        ["account_taken"] = (409, "Another tenant has linked this account."),
        ["live_send_off"] = (409, "Beginning conversations is switched off (Channels__AllowLiveSend)."),
        ["not_connected"] = (409, "No number is connected."),
        ["no_session"] = (409, "The chat has no session."),
        ["not_taken_over"] = (409, "No person holds the chat."),
        ["taken_over"] = (409, "Another person holds the chat."),
        ["no_usable_agent"] = (409, "There is no agent that could answer."),
        ["not_in_human_mode"] = (409, "Take the chat over before sending."),
        ["speaker_moved"] = (409, "Somebody has acted on this chat since you looked. Nothing was done."),
        ["not_waiting"] = (409, "No grace period is running."),
        ["grace_too_long"] = (409, "A contact waits for 24 hours at most, counted from the session's start."),
        ["not_unclear"] = (409, "It is known whether this message was sent."),
        ["window_closed"] = (409, "The contact wrote too long ago: this channel takes only an approved template now."),
        ["nothing_to_fetch"] = (409, "Nothing of this message is missing."),
        ["demo_full"] = (409, "The simulated world holds no more contacts, or no more messages of this one."),
        ["payload_too_large"] = (413, "The body is too large."),
        ["unsupported_media_type"] = (415, "The body must be application/json."),
        ["content_not_supported"] = (422, "The chat's channel cannot carry this."),
        ["too_many_requests"] = (429, "Too many tries. Come back later."),
        ["too_many_uploads"] = (429, "Too much is uploaded and not sent: 200 files or 1 GiB. Send some of it; what is not sent within a day goes."),
        ["too_many_streams"] = (429, "You have too many streams of live updates open."),
        ["internal_error"] = (500, "Something went wrong on our side."),
        ["provider_failed"] = (502, "The provider did not do it."),
        ["send_unclear"] = (502, "It is not known whether the message went out. Look before you send it again."),
        ["unavailable"] = (503, "This cannot be done right now. Try again."),
        ["too_many_watch"] = (503, "Too many follow live updates here. Try again."),
        ["not_configured"] = (503, "The provider's access is not configured."),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> CodeByStatus = new Dictionary<int, string>
    {
        [400] = "invalid_request", [401] = "unauthenticated", [403] = "forbidden", [404] = "not_found", [405] = "method_not_allowed",
        [413] = "payload_too_large", [415] = "unsupported_media_type", [429] = "too_many_requests", [500] = "internal_error",
        [503] = "unavailable",
    }.ToFrozenDictionary();

    public static IEnumerable<string> Codes => Known.Keys;

    public static int StatusOf(string code) => Known[code].Status;

    public static string TitleOf(string code) => Known[code].Title;

    public static ProblemHttpResult Of(string code, params IEnumerable<KeyValuePair<string, object?>> extensions)
    {
        var (status, title) = Known[code];
        return Make(status, title, code, extensions);
    }

    /// <summary>Says in whole seconds when to come back.</summary>
    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Of("too_many_requests");
    }

    public static ProblemHttpResult OfStatus(int status) => CodeByStatus.TryGetValue(status, out var code)
        ? Of(code)
        : Make(status, status < 500 ? "The request was refused." : "Something went wrong on our side.",
            status < 500 ? "refused" : "internal_error", []);

    private static ProblemHttpResult Make(int status, string title, string code, IEnumerable<KeyValuePair<string, object?>> extensions)
    {
        var details = new ProblemDetails { Status = status, Title = title, Type = TypePrefix + code, Extensions = { ["code"] = code } };
        foreach (var (name, value) in extensions) details.Extensions[name] = value;
        return TypedResults.Problem(details);
    }
}
