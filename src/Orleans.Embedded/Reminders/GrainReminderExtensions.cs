using Orleans.Runtime;

namespace Orleans;

public static class GrainReminderExtensions
{
    /// <summary>Stores the reminder; the same name again replaces it.</summary>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        ((IGrainBase)grain).RegisterOrUpdateReminder(reminderName, dueTime, period);

    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        var (reminders, id) = Of(grain);
        Named(reminderName);
        return grain is IRemindable
            ? reminders.Register(id, reminderName, dueTime, period)
            : throw new InvalidOperationException($"Grain {id} is not an IRemindable.");
    }

    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) => ((IGrainBase)grain).UnregisterReminder(reminder);

    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => Of(grain).Reminders.Unregister(reminder);

    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) => ((IGrainBase)grain).GetReminder(reminderName);

    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        var (reminders, id) = Of(grain);
        Named(reminderName);
        return reminders.Find(id, reminderName);
    }

    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => ((IGrainBase)grain).GetReminders();

    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain)
    {
        var (reminders, id) = Of(grain);
        return reminders.FindAll(id);
    }

    private static (ReminderService Reminders, GrainId Grain) Of(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        var activation = Activation.Of(grain.GrainContext);
        return (activation.Silo.Reminders, activation.GrainId);
    }

    private static void Named(string reminderName)
    {
        if (string.IsNullOrWhiteSpace(reminderName)) throw new ArgumentNullException(nameof(reminderName));
    }
}
