namespace Orleans.WhatsApp.Silo;

internal static class FrontPage
{
    private const string Text = """
        Orleans.WhatsApp

        API description   /openapi/v1.json
        Health            /health, /health/live, /health/ready
        Metrics           /metrics, /stats

        """;

    /// <summary>Says where to look, until there is a dashboard.</summary>
    public static IEndpointRouteBuilder MapFrontPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Text(Text)).ExcludeFromDescription();
        return routes;
    }
}
