using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>Runs before anybody else has the file, so the file's lock is the migrations' lock.</summary>
internal static class SqliteMigrations
{
    private const string MakeTable = "create table if not exists migrations (name text not null primary key, hash text not null) without rowid";
    private const string Applied = "select name, hash from migrations";
    private const string Record = "insert into migrations (name, hash) values (@name, @hash)";

    public static void Apply(SqliteSession session) => Apply(session, MigrationScript.All("Sqlite"));

    internal static void Apply(SqliteSession session, IReadOnlyList<MigrationScript> scripts)
    {
        session.Run(MakeTable);
        var applied = session.Rows(new Statement(Applied), row => (Name: row.Text(0), Hash: row.Text(1))).ToDictionary(row => row.Name, row => row.Hash);
        foreach (var script in MigrationScript.Missing(scripts, applied))
        {
            session.Run("begin immediate");
            try
            {
                session.Run(script.Sql);
                session.Change(new Statement(Record, ("name", script.Name), ("hash", script.Hash)));
                session.Run("commit");
            }
            catch
            {
                if (session.IsInTransaction) session.Run("rollback");
                throw;
            }
        }
    }
}
