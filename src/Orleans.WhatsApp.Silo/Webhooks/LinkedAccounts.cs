using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Which channel an account stands for, remembered for a moment.</summary>
internal sealed class LinkedAccounts(IChannelStore store, TimeProvider clock)
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(1);

    private readonly Remembered<(string Provider, string AccountId), ChannelAccount?> _accounts = new(clock);

    public async ValueTask<ChannelAccount?> Find(string provider, string accountId) =>
        _accounts.TryGet((provider, accountId), out var account) ? account : await FindNow(provider, accountId);

    /// <summary>Past what is remembered.</summary>
    public async Task<ChannelAccount?> FindNow(string provider, string accountId)
    {
        var account = accountId.Length == 0 ? null : await store.Find(provider, accountId);
        _accounts.Add((provider, accountId), account, account is null ? UnknownFor : KnownFor);
        return account;
    }
}
