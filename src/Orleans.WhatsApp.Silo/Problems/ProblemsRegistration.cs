using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Silo.Problems;

internal static class ProblemsRegistration
{
    /// <summary>First in the pipeline: whatever comes after it and answers without a body, or throws, answers with a problem.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
                Problem.OfStatus(StatusOf(context.Features.Get<IExceptionHandlerFeature>()?.Error)).ExecuteAsync(context),
            AllowStatusCode404Response = true,
        })
        .UseStatusCodePages(context => Problem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));

    private static int StatusOf(Exception? cause) => cause switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        // A grain or the store did not answer in time; whether the action was done is for the caller to read.
        TimeoutException => StatusCodes.Status503ServiceUnavailable,
        // The database or the store of files is away, or full; it is asked again with the next request.
        DbException { IsTransient: true } or MediaStoreException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
