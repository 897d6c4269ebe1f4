namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>Marks a route whose calls are recorded; <see cref="AuditTrailFilter"/> does it.</summary>
/// <param name="Action">A stable word with at most one dot; a body may put a finer one in its place.</param>
internal sealed record Audited(string Action);

internal static class AuditedRoutes
{
    /// <summary>
    /// Every call of this route is stored before it is done and completed with what became of it. Who, from where and about what is taken from the caller and the
    /// route; what the body and the answer have to add, they say as <see cref="ISaysWhatIsAudited"/> and <see cref="INamesItsSubject"/>.
    /// </summary>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder route, string action) =>
        route.WithMetadata(new Audited(action)).AddEndpointFilter<AuditTrailFilter>();
}
