using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>The tenant must be active and have the feature; asked of its grain, so that switching it off works at once.</summary>
internal sealed class FeatureFilter(IGrainFactory grains) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        (await grains.Tenant(context.HttpContext.User.TenantId()).Facts("")).IsOn ? await next(context) : Problem.Of("feature_disabled");
}

/// <summary>A suspended tenant's people can still sign in, to be told so.</summary>
internal sealed class ActiveTenantFilter(IGrainFactory grains) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        (await grains.Tenant(context.HttpContext.User.TenantId()).Read()).IsActive ? await next(context) : Problem.Of("tenant_suspended");
}

/// <summary>Asks each body what is wrong with it before the endpoint sees it.</summary>
internal sealed class CheckedBodyFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IChecked>().FirstOrDefault()?.Fault is { } fault ? Problem.Of(fault) : await next(context);
}
