using System.Data.Common;

namespace Orleans.WhatsApp.Storage;

/// <summary>Awaited by the process before anything else touches the storage: opens, locks, migrates.</summary>
public interface IStorageStartup
{
    Task Prepare(CancellationToken stop);
}

/// <summary>Another process holds the database.</summary>
public sealed class StorageInUseException : Exception
{
    public StorageInUseException() { }

    public StorageInUseException(string message) : base(message) { }

    public StorageInUseException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>The database's schema does not stem from the migrations that this program carries.</summary>
public sealed class SchemaChangedException : Exception
{
    public SchemaChangedException() { }

    public SchemaChangedException(string message) : base(message) { }

    public SchemaChangedException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>Too much waits to be stored already. Nothing was stored; the caller should be asked to come again.</summary>
public sealed class StorageBusyException : DbException
{
    public StorageBusyException() : base("Too much waits to be stored.") { }

    public StorageBusyException(string message) : base(message) { }

    public StorageBusyException(string message, Exception innerException) : base(message, innerException) { }

    public override bool IsTransient => true;
}
