namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>The name of this process's life, and the proof whether another one is over: on PostgreSQL a session lock, on SQLite the exclusive file.</summary>
public interface IIncarnation
{
    string Current { get; }

    /// <summary>Whether this process bears or bore the name; a lost lock gives it another one while its calls run on.</summary>
    bool IsOurs(string incarnation);

    /// <summary>True only if the process that bore this name is proven gone.</summary>
    Task<bool> IsGone(string incarnation);
}
