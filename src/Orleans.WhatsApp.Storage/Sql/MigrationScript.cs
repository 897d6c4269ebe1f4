using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>One forward step of the schema: an embedded <c>NNNN_what.sql</c>, never edited once released.</summary>
internal sealed record MigrationScript(string Name, string Sql, string Hash)
{
    /// <param name="database">Sqlite or Postgres: the folder that holds the scripts.</param>
    public static IReadOnlyList<MigrationScript> All(string database)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = $"{typeof(MigrationScript).Namespace!.Replace(".Sql", "", StringComparison.Ordinal)}.{database}.Migrations.";
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(folder, StringComparison.Ordinal)
               orderby resource
               select Read(assembly, resource, resource[folder.Length..^".sql".Length]),
        ];
    }

    /// <summary>What is still to be applied. Names that this program does not know are a newer program's and are left alone.</summary>
    public static IReadOnlyList<MigrationScript> Missing(IReadOnlyList<MigrationScript> all, IReadOnlyDictionary<string, string> hashesOfApplied)
    {
        foreach (var script in all)
        {
            if (hashesOfApplied.TryGetValue(script.Name, out var hash) && hash != script.Hash)
                throw new SchemaChangedException($"Migration {script.Name} was applied with another content than this program carries. A released migration is never edited; add a new one.");
        }

        return [.. all.Where(script => !hashesOfApplied.ContainsKey(script.Name))];
    }

    private static MigrationScript Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new MigrationScript(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}
