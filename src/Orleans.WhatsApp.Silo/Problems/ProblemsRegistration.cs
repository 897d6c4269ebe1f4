using Microsoft.AspNetCore.Diagnostics;

namespace Orleans.WhatsApp.Silo.Problems;

internal static class ProblemsRegistration
{
    /// <summary>First in the pipeline: whatever comes after it and answers without a body, or throws, answers with a problem.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Problem.OfStatus(StatusOf(context.Features.Get<IExceptionHandlerFeature>()?.Error)).ExecuteAsync(context),
            AllowStatusCode404Response = true,
        })
        .UseStatusCodePages(context => Problem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));

    private static int StatusOf(Exception? cause) => cause is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
}
