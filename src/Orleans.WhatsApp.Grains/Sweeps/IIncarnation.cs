namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>The name of this process's life, and the proof whether another one is over: on PostgreSQL a session lock, on SQLite the exclusive file.</summary>
public interface IIncarnation
{
    string Current { get; }

    /// <summary>True only if the process that bore this name is proven gone.</summary>
    Task<bool> IsGone(string incarnation);
}
