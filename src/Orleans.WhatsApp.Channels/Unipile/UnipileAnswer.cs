using System.Text.Json;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>How a call to Unipile can end.</summary>
internal abstract record UnipileAnswer
{
    private UnipileAnswer() { }

    /// <param name="Body">Undefined if it was no JSON, or broke off.</param>
    public sealed record Answered(int Status, JsonElement Body) : UnipileAnswer
    {
        public bool IsSuccess => Status is >= 200 and <= 299;
    }

    /// <summary>No connection was made, so nothing of the request left this process.</summary>
    public sealed record NotSent(string Code) : UnipileAnswer;

    /// <summary>The request left, and no answer came back.</summary>
    public sealed record Lost(string Code) : UnipileAnswer;

    /// <summary>Why this is no success; null if it is one.</summary>
    public string? Failure => this switch
    {
        Answered { IsSuccess: true } => null,
        Answered answer => UnipileErrors.Code(answer.Status, answer.Body),
        NotSent notSent => notSent.Code,
        Lost lost => lost.Code,
        _ => throw new InvalidOperationException($"{GetType()} is not an answer."),
    };
}
