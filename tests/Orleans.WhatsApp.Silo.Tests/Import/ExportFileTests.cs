using System.Text;

namespace Orleans.WhatsApp.Silo.Import;

public sealed class ExportFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-whatsapp-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_numbered_as_an_editor_does_and_can_be_read_again()
    {
        using var file = Write("\uFEFF{\"a\":1}\r\n\n  {\"b\":2}  \n{\"c\":3}");
        var lines = file.Lines().Select(line => (line.At, Text: Encoding.UTF8.GetString(line.Bytes.Span))).ToList();
        Assert.Equal([(1, "{\"a\":1}"), (3, "{\"b\":2}"), (4, "{\"c\":3}")], lines.Select(line => (line.At.Number, line.Text)));
        Assert.All(lines, line => Assert.Equal(line.Text, Encoding.UTF8.GetString(file.Read(line.At))));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_and_lines_across_its_end_are_whole()
    {
        var expected = Enumerable.Range(0, 300).Select(number => new string((char)('a' + (number % 26)), number == 150 ? 1_000_000 : number * 37 % 5_000 + 1)).ToList();
        using var file = Write(string.Join('\n', expected));
        var lines = file.Lines().Select(line => (line.At, Text: Encoding.UTF8.GetString(line.Bytes.Span))).ToList();
        Assert.Equal(expected, lines.Select(line => line.Text));
        Assert.All(lines, line => Assert.Equal(line.Text, Encoding.UTF8.GetString(file.Read(line.At))));
    }

    [Fact]
    public void An_empty_file_has_no_line()
    {
        using var file = Write("");
        Assert.Empty(file.Lines());
    }

    [Fact]
    public void One_array_of_all_documents_is_refused_with_the_remedy()
    {
        using var file = Write("[{\"_id\":1},\n{\"_id\":2}]");
        Assert.Contains("--jsonArray", Assert.Throws<InvalidDataException>(() => file.Lines().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collection_may_have_either_ending_and_may_be_missing()
    {
        File.WriteAllText(Path.Combine(_folder, "agents.json"), "{}");
        using var agents = ExportFile.Open(_folder, "agents");
        Assert.Equal("agents.json", agents!.Name);
        Assert.Null(ExportFile.Open(_folder, "tenants"));
    }

    private ExportFile Write(string content)
    {
        File.WriteAllText(Path.Combine(_folder, "tenants.jsonl"), content);
        return ExportFile.Open(_folder, "tenants")!;
    }
}
