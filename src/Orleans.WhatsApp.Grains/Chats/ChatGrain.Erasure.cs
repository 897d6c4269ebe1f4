using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Grains.Chats;

public sealed partial class ChatGrain
{
    /// <summary>What stays of the chat from before it was erased.</summary>
    private ErasedChat? _erased;

    public async Task<ErasureOutcome> Erase(ErasureOrder order)
    {
        // Its files go first, so what another activation has taken since must be known.
        _isStale = true;
        await LoadIfStale();
        // What has arrived belongs to what is erased; what the provider dates later begins anew.
        await DrainInbox();
        for (var tries = 1; ; tries++)
        {
            await LoadIfStale();
            if (_state is not { } chat)
            {
                if (_erased is not null) await LeaveNothingBehind();
                return new ErasureOutcome("unknown_chat", ErasedRows.None);
            }

            if (order.SilentSince is { } since && !Chat.IsSilent(chat, since)) return new ErasureOutcome("in_use", ErasedRows.None);

            // Before its rows, as whoever asks again finds the chat only by them; what is saved from here on goes afterwards.
            await files.DeleteChat(_key.Tenant, _key.Chat, CancellationToken.None);
            var now = AsStored(clock.GetUtcNow());
            var erased = Chat.Erase(chat, _erased, order.SilentSince ?? now, now) with { Version = _version + 1 };
            try
            {
                var rows = await store.Erase(new ChatErasure(_key, _version, chat, erased, order.Request, order.By, now));
                (_state, _erased, _version, _isStale) = (null, erased, erased.Version, false);
                _asking.Clear();
                await LeaveNothingBehind();
                LogErased(_key.Chat, rows.Messages);
                return new ErasureOutcome("", rows, chat.Sends.Any(send => send.Status == SendStatus.Claimed));
            }
            catch (ChatMovedOnException) when (tries < 5)
            {
                LogMovedOn(_key.Chat);
                _isStale = true;
            }
            catch (Exception)
            {
                // Whether it was committed is unknown: do not guess, read it back before the next turn.
                _isStale = true;
                throw;
            }
        }
    }

    /// <summary>Also for an erasure of which this activation never heard how it ended.</summary>
    private async Task LeaveNothingBehind()
    {
        _ = GrainFactory.Feed(_key.Tenant).Changed();
        SetTimer();
        _ = EndBeside(lastTurn: int.MaxValue);
        await ForgetReminder();
        // Where this fails the caller asks again, and comes by here again.
        await files.DeleteChat(_key.Tenant, _key.Chat, CancellationToken.None);
    }
}
