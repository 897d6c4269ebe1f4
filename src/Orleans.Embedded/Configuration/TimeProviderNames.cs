using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime
{
    /// <summary>Keys under which a part of the runtime may be given its own clock.</summary>
    public static class TimeProviderNames
    {
        public const string Grains = "Orleans.Grains";
        public const string Messaging = "Orleans.Messaging";
        public const string ActivationManagement = "Orleans.ActivationManagement";

        internal static TimeProvider GetClock(this IServiceProvider services, string area) =>
            services.GetKeyedService<TimeProvider>(area) ?? services.GetService<TimeProvider>() ?? TimeProvider.System;
    }
}

namespace Orleans.Reminders
{
    public static class ReminderTimeProviderNames
    {
        public const string Reminders = "Orleans.Reminders";
    }
}
