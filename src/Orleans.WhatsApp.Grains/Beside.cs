namespace Orleans.WhatsApp.Grains;

/// <summary>
/// Work that runs beside a grain's turns: provider calls and calls to other grains that a turn must not wait for. It runs on the activation's own scheduler,
/// touches no field of the grain that a turn decides on, and reports back through a reference, so that one turn at a time still holds.
/// </summary>
internal static class Beside
{
    private const int MostTries = 5;

    /// <summary>Tells a grain something until it is taken. What is lost for good is made up for by deadlines and sweeps.</summary>
    public static async Task Tell(Func<Task> call, TimeProvider clock)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception) when (tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * Math.Pow(3, tries - 1)), clock);
            }
        }
    }
}
