using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Channels;
using Orleans.WhatsApp.Storage.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Feed;
using Orleans.WhatsApp.Storage.GrainState;
using Orleans.WhatsApp.Storage.Import;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Privacy;
using Orleans.WhatsApp.Storage.Reminders;
using Orleans.WhatsApp.Storage.Sweeps;
using Orleans.WhatsApp.Storage.Tenants;
using Orleans.WhatsApp.Storage.Upkeep;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Storage;

/// <summary>The ports that are the same over both databases.</summary>
internal static class StoragePorts
{
    public static IServiceCollection AddStoragePorts(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<IntakeMeter>();
        services.AddSingleton<IInbox, InboxStore>();
        services.AddSingleton<IChatStore, ChatStore>();
        services.AddSingleton<ISweepStore, SweepStore>();
        services.AddSingleton<ITenantStore, TenantStore>();
        services.AddSingleton<IChannelStore, ChannelStore>();
        services.AddSingleton<ITenantRegister, TenantRegister>();
        services.AddSingleton<IFeedStore, FeedStore>();
        services.AddSingleton<IFeedTickets, FeedTickets>();
        services.AddSingleton<IUserStore, UserStore>();
        services.AddSingleton<IUserRegister, UserRegister>();
        services.AddSingleton<IPasswordStore, PasswordStore>();
        services.AddSingleton<ISignInFailures, SignInFailures>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<IDashboardQueries, DashboardQueries>();
        services.AddSingleton<IReminderRows, ReminderRows>();
        services.AddSingleton<IGrainStateRows, GrainStateRows>();
        services.AddSingleton<IStorageUpkeep, StorageUpkeep>();
        services.AddSingleton<IContactRecords, ContactRecords>();
        services.AddSingleton<IErasureLog, ErasureLog>();
        services.AddSingleton<IRetentionStore, RetentionStore>();
        services.AddSingleton<IImportStore, ImportStore>();
        services.AddSingleton<IUploadRows, UploadRows>();
        return services;
    }
}
