using Npgsql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// Of rows that are mostly new: they are put in without asking of each whether it is there, which fails as a whole if one is. Then it is done again and asked, and from
/// then on asked at once, until a hundred in a row have met none that was there: where one is repeated, more are. Used by one caller at a time.
/// </summary>
internal sealed class MostlyNew
{
    private const int CarefulTimes = 100;

    private int _careful;

    /// <param name="put">Told whether to take all rows for new; says whether all were.</param>
    public async Task Run(Func<bool, Task<bool>> put)
    {
        if (_careful == 0)
        {
            try
            {
                await put(true);
                return;
            }
            catch (PostgresException cause) when (cause.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                _careful = CarefulTimes;
            }
        }

        _careful = await put(false) ? _careful - 1 : CarefulTimes;
    }
}
