namespace Orleans.WhatsApp.Simulator;

/// <summary>A fact that a caller waited for did not come true in time; the message says which, and what was seen instead.</summary>
public sealed class FactNeverCameTrueException : Exception
{
    public FactNeverCameTrueException()
    {
    }

    public FactNeverCameTrueException(string message) : base(message)
    {
    }

    public FactNeverCameTrueException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
