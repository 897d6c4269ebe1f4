using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.KillPoints;

/// <summary>The kill point between a webhook's 200 and everything that follows from it.</summary>
internal sealed class AnsweredWebhooks(KillSwitch ends) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, go) =>
        {
            if (context.Request.Path.StartsWithSegments("/webhooks")) context.Response.OnCompleted(() => Told(context.Response.StatusCode));
            await go(context);
        });
        next(app);
    };

    private Task Told(int status)
    {
        if (status == StatusCodes.Status200OK && ends.HoldsBack) ends.End();
        return Task.CompletedTask;
    }
}
