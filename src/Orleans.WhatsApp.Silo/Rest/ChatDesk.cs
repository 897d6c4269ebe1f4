using System.Security.Claims;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Reads chats from the database and acts on them through their grains, always within one tenant, the caller's where none is named.</summary>
internal sealed class ChatDesk(
    IDashboardQueries queries, IUserStore users, IGrainFactory grains, ChannelDirectory channels, Uploads uploads, TimeProvider clock)
{
    /// <summary>How long a takeover waits for calls that were running when it was committed.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public Task<ActionOutcome> Act(ClaimsPrincipal caller, Guid chat, ChatAction action) => Act(caller.TenantId(), chat, action);

    public async Task<ActionOutcome> Act(TenantId tenant, Guid chat, ChatAction action) =>
        await queries.Chat(tenant, new(chat)) is { } row
            ? await grains.Chat(new ChatKey(tenant, row.Channel, row.Id)).Act(action)
            : new ActionOutcome("unknown_chat");

    public async Task<ChatView?> Chat(ClaimsPrincipal caller, Guid chat) =>
        await queries.Chat(caller.TenantId(), new(chat)) is { } row ? (await Views(caller, [row]))[0] : null;

    public async Task<Listing<ChatView>> Chats(ClaimsPrincipal caller, ChatFilter filter, Paging paging)
    {
        var rows = await queries.Chats(caller.TenantId(), filter, paging.At);
        return paging.Answer(rows, await Views(caller, rows.Items));
    }

    public async Task<Listing<MessageView>> Messages(ClaimsPrincipal caller, Guid chat, Paging paging)
    {
        var rows = await queries.Messages(caller.TenantId(), new(chat), paging.At);
        var people = await users.ByIds(caller.TenantId(), [.. rows.Items.Select(MessageView.UserOf).OfType<UserId>().Distinct()]);
        return paging.Answer(rows, message => MessageView.Of(message, people));
    }

    /// <summary>A message that was stored just now, or a while ago if its send came again.</summary>
    public async Task<MessageView?> Message(ClaimsPrincipal caller, Guid message) =>
        await queries.Message(caller.TenantId(), new(message)) is { } row
            ? MessageView.Of(row, await users.ByIds(caller.TenantId(), [.. new[] { MessageView.UserOf(row) }.OfType<UserId>()]))
            : null;

    /// <summary>Why the chat's channel cannot carry it, as a problem's code; null if it can.</summary>
    public async Task<string?> WhyNotSendable(ClaimsPrincipal caller, Guid chat, MessageContent content)
    {
        if (await queries.Chat(caller.TenantId(), new(chat)) is not { } row) return "chat_not_found";
        var can = channels.Of(caller.TenantId(), row.Channel)?.Abilities ?? new ChannelAbilities();
        return content switch
        {
            MessageContent.Buttons when !can.Buttons => "content_not_supported",
            MessageContent.Choices when !can.Lists => "content_not_supported",
            MessageContent.Template when !can.Templates => "content_not_supported",
            MessageContent.Media when !can.Media => "content_not_supported",
            MessageContent.Media file when !await uploads.CanBeSent(new MediaKey(caller.TenantId(), row.Id, file.Key)) => "invalid_content",
            _ => null,
        };
    }

    public async Task<string> NameOf(ClaimsPrincipal caller, Guid? user) =>
        user is { } id && (await users.ByIds(caller.TenantId(), [new(id)])).TryGetValue(new(id), out var found) ? found.Name : "";

    /// <summary>True if, after a moment's patience, a message of the AI is still with the provider.</summary>
    public async Task<bool> IsStillInFlight(ClaimsPrincipal caller, Guid chat)
    {
        var startedAt = clock.GetTimestamp();
        while (await queries.InFlight(caller.TenantId(), new(chat)) > 0)
        {
            if (clock.GetElapsedTime(startedAt) >= SettleTime) return true;
            await Task.Delay(LookEvery, clock);
        }

        return false;
    }

    private async Task<IReadOnlyList<ChatView>> Views(ClaimsPrincipal caller, IReadOnlyList<ChatRow> rows)
    {
        var people = await users.ByIds(caller.TenantId(), [.. rows.Select(row => row.Session?.TakenOverBy).OfType<UserId>().Distinct()]);
        return [.. rows.Select(row => ChatView.Of(caller.TenantId(), row, channels.ProviderOf(caller.TenantId(), row.Channel), people))];
    }
}
