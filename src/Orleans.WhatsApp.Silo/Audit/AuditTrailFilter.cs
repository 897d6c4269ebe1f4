using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>
/// Stores that something is about to be done, has it done, and stores what became of it. What cannot be stored is not done. A process that dies in between, or an
/// endpoint that throws, leaves <see cref="AuditOutcome.Begun"/>: nobody knows whether it was done, and the record says so.
/// </summary>
internal sealed partial class AuditTrailFilter(IAuditTrail trail, TimeProvider clock, ILogger<AuditTrailFilter> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // A request that could not be read comes by as well, and no endpoint is called for it.
        if (context.HttpContext.Response.StatusCode != StatusCodes.Status200OK) return await next(context);

        var entry = AuditEntries.Of(context.HttpContext, context.Arguments, clock.GetUtcNow());
        if (!await Begin(entry)) return Problem.Of("unavailable");
        var answer = await next(context);
        await End(entry, EndOf(entry, answer));
        return answer;
    }

    private async Task<bool> Begin(AuditEntry entry)
    {
        try
        {
            await trail.Begin(entry);
            return true;
        }
        catch (Exception cause)
        {
            LogNotBegun(cause, entry.Action);
            return false;
        }
    }

    private async Task End(AuditEntry entry, AuditEnd end)
    {
        try
        {
            await trail.End(entry.Id, end);
        }
        catch (Exception cause)
        {
            // What was done is done, and its caller is told so.
            LogNotEnded(cause, entry.Action, entry.Id, end.Outcome);
        }
    }

    private AuditEnd EndOf(AuditEntry entry, object? answer)
    {
        while (answer is INestedHttpResult nested) answer = nested.Result;
        if (answer is ProblemHttpResult problem) return new((string)problem.ProblemDetails.Extensions["code"]!, clock.GetUtcNow());

        return ((answer as IValueHttpResult)?.Value as INamesItsSubject)?.Subject is { } subject
            ? new(AuditOutcome.Done, clock.GetUtcNow(), subject.Kind, subject.Id, entry.IsByPlatform && subject.Kind == "tenant" ? new(subject.Id) : null)
            : new(AuditOutcome.Done, clock.GetUtcNow());
    }

    [LoggerMessage(EventId = 5240, Level = LogLevel.Error, Message = "{Action} was not done: it could not be recorded beforehand")]
    private partial void LogNotBegun(Exception cause, string action);

    [LoggerMessage(EventId = 5241, Level = LogLevel.Error, Message = "What became of {Action} could not be recorded: entry {EntryId} is {Outcome}, and says begun")]
    private partial void LogNotEnded(Exception cause, string action, Guid entryId, string outcome);
}
