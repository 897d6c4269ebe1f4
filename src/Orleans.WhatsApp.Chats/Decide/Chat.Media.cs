using System.Collections.Immutable;
using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>What comes with a message is fetched beside the chat. A recording becomes the contact's words; until then, and if it never does, its placeholder stands.</summary>
public static partial class Chat
{
    private const int MostFetches = 6;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);

    /// <summary>A fetch that has not been heard of by then may have ended with its process; one that runs is not made twice. Sooner than people's time is over, mostly.</summary>
    private static readonly TimeSpan HeardOfWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ListenFor = TimeSpan.FromSeconds(5);

    private static Draft Fetch(Draft draft, MessageId message, string providerMessageId, string text, ImmutableArray<Attachment> attachments)
    {
        if (!MayFetch(draft, attachments)) return draft;
        ImmutableArray<Attachment> pending = [.. attachments.Select(attachment => attachment.HasBytes ? attachment with { State = MediaState.Pending } : attachment)];
        return Fetch(draft, new OpenMedia(message, providerMessageId, text, pending, draft.Now + HeardOfWithin));
    }

    private static Draft Fetch(Draft draft, OpenMedia media) => draft
        .Set(chat => chat with { Media = [.. chat.Media.Where(open => open.Message != media.Message), media] })
        .Cause(new ChatEffect.FetchMedia(media.Message, media.ProviderMessageId, media.Attachments));

    private static bool MayFetch(Draft draft, ImmutableArray<Attachment> attachments) =>
        draft.Policy.FetchesMedia && draft.State.Media.Length < OpenMedia.Most && !attachments.IsDefaultOrEmpty && attachments.Any(attachment => attachment.HasBytes);

    private static Decision OnMediaReported(Draft draft, MediaReported reported)
    {
        if (draft.State.Media.FirstOrDefault(open => open.Message == reported.Message) is not { } open) return draft.Nothing("M9");

        var failures = open.Failures + 1;
        if (reported.RetryCode is { } code && failures < MostFetches)
        {
            var again = draft.Now + (reported.RetryAfter ?? (FirstRetry * Math.Pow(2, failures - 1)));
            return draft
                .Set(chat => chat with { Media = chat.Media.Replace(open, open with { Attachments = WithCode(reported.Attachments, code), RetryAt = again, Failures = failures }) })
                .Cause(new ChatEffect.SaveMedia(open.Message, WithCode(reported.Attachments, code), null))
                .Done("M10");
        }

        var attachments = reported.RetryCode is { } last ? GivenUp(WithCode(reported.Attachments, last)) : reported.Attachments;
        draft.Set(chat => chat with { Media = chat.Media.Remove(open) });
        if (reported.Transcript is not { Length: > 0 } words) return draft.Cause(new ChatEffect.SaveMedia(open.Message, attachments, null)).Done("M11");

        var text = open.Text.Length > 0 ? $"{open.Text}\n{words}" : words;
        draft.Cause(new ChatEffect.SaveMedia(open.Message, attachments, text));
        if (draft.State.LastMessagePreview == draft.Policy.Preview(Draft.PreviewText(open.Text, open.Attachments)))
            draft.Set(chat => chat with { LastMessagePreview = draft.Policy.Preview(text) });
        return draft.ChangeTexts(texts => [.. texts.Select(one => one.Message == open.Message ? one with { Text = text } : one)]).Done("M12");
    }

    private static Decision OnOperatorAskedForMedia(Draft draft, OperatorAskedForMedia asked) =>
        !draft.Policy.FetchesMedia || asked.Attachments.IsDefaultOrEmpty || !asked.Attachments.Any(attachment => attachment.State == MediaState.Failed || attachment is { HasBytes: true, State: MediaState.Unfetched })
            ? draft.Refuse("M13", new Refusal.NothingToFetch())
            : Fetch(draft, new OpenMedia(asked.Message, asked.ProviderMessageId, asked.Text, [.. asked.Attachments.Select(AsWanted)], draft.Now + HeardOfWithin)).Done("M14");

    /// <summary>A fetch is due again: the last one failed, or its process ended.</summary>
    private static Decision OnMediaDue(Draft draft, Deadline due)
    {
        var open = draft.State.Media.First(media => media.Message == due.Message);
        return Fetch(draft, open with { RetryAt = draft.Now + HeardOfWithin }).Done("T18");
    }

    /// <summary>A recording among the buffered texts is not written out yet; the agent had better hear it.</summary>
    private static bool IsStillListening(Draft draft) =>
        draft.State.Media.Any(open => open is { Failures: 0, HoldsRecording: true } && draft.State.Unanswered.Any(text => text.Message == open.Message));

    private static Attachment AsWanted(Attachment attachment) =>
        attachment.HasBytes && attachment.State != MediaState.Kept ? attachment with { State = MediaState.Pending, Code = "" } : attachment with { Code = "" };

    private static ImmutableArray<Attachment> WithCode(ImmutableArray<Attachment> attachments, string code) =>
        [.. attachments.Select(attachment => attachment.State == MediaState.Pending || attachment is { IsRecording: true, IsTranscribed: false } ? attachment with { Code = code } : attachment)];

    private static ImmutableArray<Attachment> GivenUp(ImmutableArray<Attachment> attachments) =>
        [.. attachments.Select(attachment => attachment.State == MediaState.Pending ? attachment with { State = MediaState.Failed } : attachment)];
}
