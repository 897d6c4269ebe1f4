using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Sqlite;

namespace Orleans.WhatsApp.Storage.Tests.Sqlite;

public sealed class StoredValueTests
{
    [Fact]
    public void Text_that_no_database_takes_is_mended()
    {
        // Not as attribute values: those travel as UTF-8, which has no half pairs.
        (string? Text, string? Stored)[] rows =
        [
            ("plain", "plain"),
            ("", ""),
            (null, null),
            ("a\0b", "a\uFFFDb"),
            ("\uD83D\uDE00", "\uD83D\uDE00"),
            ("\uD83D", "\uFFFD"),
            ("\uDE00\uD83D", "\uFFFD\uFFFD"),
            ("x\uD83D\uD83D\uDE00", "x\uFFFD\uD83D\uDE00"),
        ];
        Assert.All(rows, row => Assert.Equal(row.Stored, StorableText.Of(row.Text)));
    }

    [Fact]
    public void Times_are_cut_to_microseconds_whatever_their_offset()
    {
        var time = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(3)).AddTicks(19);

        Assert.Equal(time.AddTicks(-9), SqliteTime.Read(SqliteTime.Write(time)));
        Assert.Equal(DateTimeOffset.MinValue, SqliteTime.Read(SqliteTime.Write(DateTimeOffset.MinValue)));
    }
}
