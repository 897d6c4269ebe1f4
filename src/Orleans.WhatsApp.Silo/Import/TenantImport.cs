using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Storage.Import;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>Tenants with their agents. There are few, so they are held.</summary>
internal sealed class TenantImport(IImportStore store, ChatOptions options, TimeProvider clock, ImportReport report, bool isDry)
{
    private readonly HashSet<TenantId> _here = [];
    private readonly Dictionary<TenantId, HashSet<string>> _blacklists = [];

    public async Task Run(ExportFiles files, ExportIndex index)
    {
        var tenants = Read(files.Tenants, report.Tenants, ExportReader.Tenant, tenant => tenant.Id);
        var agents = Read(files.Agents, report.Agents, ExportReader.Agent, agent => agent.Id).ToLookup(agent => agent.Row.TenantId);
        foreach (var tenant in tenants)
        {
            var (mapped, notes) = TenantMapping.Of(
                tenant.Row, [.. agents[tenant.Row.Id].Select(agent => agent.Row)], index.AccountsOf(tenant.Row.Id), options, clock.GetUtcNow());
            var outcome = await store.Put(mapped, !isDry);
            _here.Add(mapped.Id);
            _blacklists[mapped.Id] = [.. mapped.Settings!.Blacklist.Select(number => number.MatchKey)];
            report.Tenants.Add(!outcome.IsNew);
            // One that is there came with what is noted when it came.
            foreach (var note in outcome.IsNew ? notes : []) report.Note(report.Tenants, files.Tenants!, tenant.At!.Value, tenant.Row.Id, note);
            if (outcome.AccountIsTaken) report.Note(report.Tenants, files.Tenants!, tenant.At!.Value, tenant.Row.Id, Fault.AccountTaken);
            CountAgents(files, outcome, agents[tenant.Row.Id]);
        }

        var imported = tenants.Select(tenant => tenant.Row.Id).ToHashSet();
        foreach (var others in agents.Where(group => !imported.Contains(group.Key)))
        {
            var id = ImportIds.Tenant(others.Key);
            var mapped = new ImportedTenant(id, null, TenantMapping.Agents(id, others.Select(agent => agent.Row), clock.GetUtcNow()));
            CountAgents(files, await store.Put(mapped, !isDry), others);
        }
    }

    /// <summary>Imported now, or before.</summary>
    public async Task<bool> IsThere(TenantId tenant) => _here.Contains(tenant) || await store.HasTenant(tenant);

    public bool IsBlacklisted(TenantId tenant, string phone) => _blacklists.TryGetValue(tenant, out var numbers) && numbers.Contains(PhoneKey.Of(phone));

    private void CountAgents(ExportFiles files, TenantOutcome outcome, IEnumerable<Sourced<ExportedAgent>> agents)
    {
        foreach (var (at, agent) in agents)
        {
            if (outcome.IsThere) report.Agents.Add(outcome.AgentsThatWereThere.Contains(ImportIds.Agent(ImportIds.Tenant(agent.TenantId), agent.Id)));
            else report.Skip(report.Agents, files.Agents!, at!.Value, agent.Id, Fault.NoTenant(agent.TenantId));
        }
    }

    private List<Sourced<T>> Read<T>(ExportFile? file, Tally tally, Func<ExportDocument, Reading<T>> read, Func<T, string> id) where T : class
    {
        var (rows, seen) = (new List<Sourced<T>>(), new HashSet<string>());
        foreach (var (at, bytes) in file?.Lines() ?? [])
        {
            tally.Read++;
            var (row, fault) = ExportDocument.Parse(bytes, read);
            if (row is not null && !seen.Add(id(row))) fault = Fault.Duplicate("_id");
            if (fault is null) rows.Add(new(at, row!));
            else report.Skip(tally, file!, at, row is null ? ExportDocument.IdIn(bytes) : id(row), fault);
        }

        return rows;
    }
}
