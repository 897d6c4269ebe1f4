using System.Text.Json;

namespace Orleans.WhatsApp.Channels;

/// <summary>How a call to a provider can end.</summary>
internal abstract record ProviderAnswer
{
    private ProviderAnswer() { }

    /// <summary>Why this is no success, as a short code; null if it is one.</summary>
    public abstract string? Failure { get; }

    /// <param name="Body">Undefined if it was no JSON, or broke off.</param>
    /// <param name="Code">What the provider calls the failure; not looked at where the status is a success.</param>
    public sealed record Answered(int Status, JsonElement Body, string Code = "") : ProviderAnswer
    {
        public bool IsSuccess => Status is >= 200 and <= 299;

        public override string? Failure => IsSuccess ? null : Code;
    }

    /// <summary>No connection was made, so nothing of the request left this process.</summary>
    public sealed record NotSent(string Code) : ProviderAnswer
    {
        public override string Failure => Code;
    }

    /// <summary>The request left, and no answer came back.</summary>
    public sealed record Lost(string Code) : ProviderAnswer
    {
        public override string Failure => Code;
    }
}
