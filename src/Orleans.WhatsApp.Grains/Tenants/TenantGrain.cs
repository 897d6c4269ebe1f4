using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Grains.Tenants;

/// <summary>The tenant's settings in memory, written through to the store. Taking away the AI's right to speak reaches every chat that has a session.</summary>
[GrainType("tenant")]
public sealed partial class TenantGrain(ITenantStore store, TimeProvider clock, IOptionsMonitor<ChatOptions> options, ILogger<TenantGrain> log) : Grain, ITenantGrain
{
    private const int HaltedAtOnce = 8;

    private TenantId _tenant;
    private TenantSettings? _settings;

    /// <summary>How many changes have ended here, well or not.</summary>
    private int _changes;

    /// <summary>How many of them had ended when the reading began that is remembered. Readings overlap, and an older one may come last.</summary>
    private int _readAfter;
    private ImmutableHashSet<string> _blacklist = [];
    private ImmutableHashSet<string> _ignored = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(Guid.ParseExact(this.GetPrimaryKeyString(), "N"));
        return Reload();
    }

    public async Task<TenantFacts> Facts(string contactPhoneKey) => await Current() is not { } settings
        ? new TenantFacts(false, "", options.CurrentValue.DefaultGracePeriod, false)
        : new TenantFacts(
            settings is { IsActive: true, HasWhatsAppAgent: true }, settings.UsableAgent?.ExternalId ?? "", options.CurrentValue.Clamp(settings.GracePeriod),
            contactPhoneKey.Length > 0 && _blacklist.Contains(contactPhoneKey))
        {
            RetentionDays = settings.Config.RetentionDays,
            ContactIsIgnored = contactPhoneKey.Length > 0 && _ignored.Contains(contactPhoneKey),
        };

    public async Task<string> Configure(ConfigChange change)
    {
        var settings = await Known();
        AgentId? agent = !change.SetAgent ? settings.AgentId : change.Agent is { } id ? new AgentId(id) : null;
        if (change.SetAgent && agent is not null && settings.Agents.All(known => known.Id != agent)) return "unknown_agent";

        var config = new TenantConfig(agent, options.CurrentValue.Clamp(change.GracePeriod ?? settings.GracePeriod))
        {
            RetentionDays = change.SetRetention ? change.RetentionDays : settings.Config.RetentionDays,
            TimeZone = change.TimeZone ?? settings.Config.TimeZone,
        };
        await Change(() => store.SaveConfig(_tenant, config));
        return "";
    }

    public async Task<AgentView?> SaveAgent(AgentView agent)
    {
        var settings = await Known();
        var isNew = agent.Id == Guid.Empty;
        if (!isNew && settings.Agents.All(known => known.Id.Value != agent.Id)) return null;

        var saved = new Agent(new(isNew ? NewAgentId(settings, agent) : agent.Id), agent.Name, agent.ElevenLabsAgentId, agent.IsActive);
        await Change(() => store.SaveAgent(_tenant, saved, clock.GetUtcNow()));
        return agent with { Id = saved.Id.Value };
    }

    public async Task<bool> DeleteAgent(Guid agent)
    {
        var settings = await Known();
        var isDeleted = false;
        await Change(async () =>
        {
            // First, since an agent made later under the same names gets the same id, and must not be found configured.
            if (settings.AgentId?.Value == agent) await store.SaveConfig(_tenant, settings.Config with { Agent = null });
            isDeleted = await store.DeleteAgent(_tenant, new(agent));
        });
        return isDeleted;
    }

    public async Task<bool> Blacklist(string phone)
    {
        var key = PhoneKey.Of(phone);
        if (key.Length == 0) return false;
        await Change(() => store.AddToBlacklist(_tenant, phone.Trim(), key, clock.GetUtcNow()), () =>
        {
            if (_blacklist.Contains(key)) _ = HaltBeside(() => store.ChatsWithSession(_tenant, key), HaltCause.Blacklisted);
        });
        return true;
    }

    public async Task<bool> Unblacklist(string phone)
    {
        var key = PhoneKey.Of(phone);
        if (key.Length == 0) return false;
        await Change(() => store.RemoveFromBlacklist(_tenant, key));
        return true;
    }

    public async Task<bool> Ignore(string phone)
    {
        var key = PhoneKey.Of(phone);
        if (key.Length == 0) return false;
        await Change(() => store.Ignore(_tenant, phone.Trim(), key, clock.GetUtcNow()), () =>
        {
            if (_ignored.Contains(key)) _ = HaltBeside(() => store.ChatsOf(_tenant, key), HaltCause.Ignored);
        });
        return true;
    }

    public async Task<bool> StopIgnoring(string phone)
    {
        var key = PhoneKey.Of(phone);
        if (key.Length == 0) return false;
        await Change(() => store.StopIgnoring(_tenant, key));
        return true;
    }

    public Task SetActive(bool isActive) => Change(() => store.SetActive(_tenant, isActive), () =>
    {
        if (_settings is { IsActive: false }) HaltAll(HaltCause.TenantSuspended);
    });

    public Task SetFeatures(IReadOnlyList<string> features) => Change(() => store.SetFeatures(_tenant, features));

    public async Task<TenantView> Read()
    {
        var settings = await Known();
        return new TenantView(
            _tenant.Value, settings.Name, settings.IsActive, [.. settings.Features], settings.AgentId?.Value, settings.GracePeriod,
            [.. settings.Agents.Select(agent => new AgentView(agent.Id.Value, agent.Name, agent.ExternalId, agent.IsActive))],
            [.. settings.Blacklist.Select(number => number.Phone)])
        {
            RetentionDays = settings.Config.RetentionDays,
            TimeZone = settings.Config.TimeZone,
            Ignored = [.. settings.Ignored.Select(number => number.Phone)],
        };
    }

    private async ValueTask<TenantSettings?> Current()
    {
        if (_readAfter < _changes) await Reload();
        return _settings;
    }

    private async ValueTask<TenantSettings> Known() => await Current() ?? throw new InvalidOperationException("There is no such tenant.");

    /// <summary>What came of it is read back, also where that is unclear.</summary>
    /// <param name="then">Is done with what was read.</param>
    private async Task Change(Func<Task> change, Action? then = null)
    {
        try
        {
            await change();
        }
        finally
        {
            _changes++;
            _ = GrainFactory.Feed(_tenant).Changed();
            await Reload();
            then?.Invoke();
        }
    }

    private async Task Reload()
    {
        var changes = _changes;
        var settings = await store.Load(_tenant);
        if (changes < _readAfter) return;
        var before = _settings;
        (_settings, _readAfter) = (settings, changes);
        _blacklist = _settings?.Blacklist.Select(number => number.MatchKey).ToImmutableHashSet() ?? [];
        _ignored = _settings?.Ignored.Select(number => number.MatchKey).ToImmutableHashSet() ?? [];
        if (before is not null && settings is not null) HaltWhereTheAgentIsGone(before, settings);
    }

    /// <summary>Told by what was read before and after, so that a change whose answer was lost halts as well. Only losing the usable agent stops chats; choosing another one does not.</summary>
    private void HaltWhereTheAgentIsGone(TenantSettings before, TenantSettings after)
    {
        if (before.HasWhatsAppAgent && !after.HasWhatsAppAgent) HaltAll(HaltCause.FeatureSwitchedOff);
        else if (before.UsableAgent is not null && after.UsableAgent is null) HaltAll(HaltCause.AgentSwitchedOff);
    }

    private void HaltAll(HaltCause cause) => _ = HaltBeside(() => store.ChatsWithSession(_tenant), cause);

    /// <summary>
    /// Beside the turn, a few at a time. Should the process end in between, nothing is said all the same: every claim checks the tenant, its agent and its
    /// lists in the database, and every deadline checks them again.
    /// </summary>
    private async Task HaltBeside(Func<Task<IReadOnlyList<ChatKey>>> find, HaltCause cause)
    {
        var waiting = new Queue<ChatKey>();
        try
        {
            await Beside.Tell(async () => waiting = new Queue<ChatKey>(await find()), clock);
        }
        catch (Exception failure)
        {
            LogNobodyHalted(failure, _tenant);
        }

        // One that hangs holds up its own line only.
        await Task.WhenAll(Enumerable.Range(0, HaltedAtOnce).Select(_ => HaltOneAfterTheOther()));

        async Task HaltOneAfterTheOther()
        {
            while (waiting.TryDequeue(out var chat)) await Halt(chat, cause);
        }
    }

    private async Task Halt(ChatKey chat, HaltCause cause)
    {
        try
        {
            await Beside.Tell(() => GrainFactory.GetGrain<IChatGrain>(chat.ToString()).Halt(cause), clock);
        }
        catch (Exception failure)
        {
            LogHaltFailed(failure, chat.Chat);
        }
    }

    /// <summary>Derived from what it names and how many of that name there were, so that no randomness is needed here.</summary>
    private static Guid NewAgentId(TenantSettings settings, AgentView agent)
    {
        for (var number = 0; ; number++)
        {
            var id = NameBasedId.Make(settings.Id.Value, $"agent/{agent.ElevenLabsAgentId}/{agent.Name}/{number}");
            if (settings.Agents.All(known => known.Id.Value != id)) return id;
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "The chats of tenant {TenantId} that are to be halted could not be found; their claims and deadlines will refuse all the same")]
    private partial void LogNobodyHalted(Exception cause, TenantId tenantId);

    [LoggerMessage(EventId = 1100, Level = LogLevel.Warning, Message = "Chat {ChatId} could not be halted; its claims and deadlines will refuse all the same")]
    private partial void LogHaltFailed(Exception cause, ChatId chatId);
}
