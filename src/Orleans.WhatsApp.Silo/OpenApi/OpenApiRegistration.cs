using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.OpenApi;

internal static class OpenApiRegistration
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Orleans.WhatsApp",
                Version = "v1",
                Description = "WhatsApp chats that people answer first and an agent answers when they do not.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[TokenAuthentication.Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The access token of POST /api/auth/login.",
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Our own way of writing times hides from the generator that they are strings.
            if (context.JsonTypeInfo.Type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
            if (context.JsonTypeInfo.Type == typeof(DateTimeOffset?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
                schema.Properties?.Add("code",
                    new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable; the last part of the type." });
            if (Examples.Of(context.JsonTypeInfo.Type) is { } example)
                schema.Examples = [JsonSerializer.SerializeToNode(example, context.JsonTypeInfo)!];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any()) return Task.CompletedTask;
            var bearer = new OpenApiSecuritySchemeReference(TokenAuthentication.Scheme, context.Document);
            operation.Security = [new OpenApiSecurityRequirement { [bearer] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            NameProblems(operation, [.. context.Description.ActionDescriptor.EndpointMetadata.OfType<ProblemCodes>().SelectMany(one => one.Codes).Distinct()]);
            return Task.CompletedTask;
        });
    });

    /// <summary>Which problems each status stands for, with one of each as its example.</summary>
    private static void NameProblems(OpenApiOperation operation, IReadOnlyList<string> codes)
    {
        foreach (var ofStatus in codes.GroupBy(Problem.StatusOf))
        {
            if (operation.Responses?[$"{ofStatus.Key}"] is not OpenApiResponse response) continue;
            response.Description = string.Join('\n', ofStatus.Select(code => $"`{code}`: {Problem.TitleOf(code)}"));
            foreach (var content in response.Content?.Values ?? [])
                content.Examples = ofStatus.ToDictionary(code => code, IOpenApiExample (code) => new OpenApiExample { Value = AsJson(Problem.Of(code).ProblemDetails) });
        }
    }

    private static JsonNode? AsJson(ProblemDetails problem) => JsonSerializer.SerializeToNode(problem, JsonSerializerOptions.Web);

    /// <summary>GET /openapi/v1.json</summary>
    public static IEndpointRouteBuilder MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        return routes;
    }
}
