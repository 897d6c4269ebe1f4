using System.Text;

namespace Orleans.WhatsApp.Silo.Import;

public sealed class ExportDocumentTests
{
    private static readonly DateTimeOffset Noon = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"$date":"2024-03-01T12:00:00Z"}""")]
    [InlineData("""{"$date":"2024-03-01T12:00:00.000Z"}""")]
    [InlineData("""{"$date":"2024-03-01T12:00:00.000+0000"}""")]
    [InlineData("""{"$date":"2024-03-01T15:00:00.000+0300"}""")]
    [InlineData("""{"$date":"2024-03-01T15:00:00+03:00"}""")]
    [InlineData("""{"$date":1709294400000}""")]
    [InlineData("""{"$date":{"$numberLong":"1709294400000"}}""")]
    [InlineData("\"2024-03-01T12:00:00.000Z\"")]
    [InlineData("\"2024-03-01T12:00:00\"")]
    [InlineData("1709294400000")]
    [InlineData("1709294400000.0")]
    public void A_time_is_read_in_every_notation(string value) => Assert.Equal(Noon, Read(value, document => document.Time("value")));

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("0")]
    [InlineData("1e300")]
    [InlineData("\"yesterday\"")]
    [InlineData("""{"$date":"9999-12-31T23:59:59.999Z"}""")]
    [InlineData("""{"$date":{"$numberLong":"x"}}""")]
    [InlineData("""{"$date":{"$numberLong":"9223372036854775807"}}""")]
    [InlineData("""{"$timestamp":{"t":1,"i":1}}""")]
    public void What_is_no_time_is_none(string value) => Assert.Null(Read(value, document => document.Time("value")));

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5.0", 5)]
    [InlineData("""{"$numberInt":"5"}""", 5)]
    [InlineData("""{"$numberLong":"5"}""", 5)]
    [InlineData("""{"$numberDouble":"5.0"}""", 5)]
    [InlineData("""{"$numberDouble":"NaN"}""", null)]
    [InlineData("\"five\"", null)]
    public void A_number_is_read_in_every_notation(string value, int? number) => Assert.Equal(number, Read(value, document => document.Number("value")));

    [Theory]
    [InlineData("""{"$oid":"64f000000000000000000001"}""", "64f000000000000000000001")]
    [InlineData("\"64f000000000000000000001\"", "64f000000000000000000001")]
    [InlineData("\"any-other\"", "any-other")]
    [InlineData("7", null)]
    [InlineData("\"\"", null)]
    public void An_id_is_read_in_either_form(string value, string? id) => Assert.Equal(id, Read(value, document => document.Id("value")));

    [Fact]
    public void An_object_id_tells_when_its_document_was_made()
    {
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x64f00000), CreatedAt("""{"_id":{"$oid":"64f000000000000000000001"}}"""));
        Assert.Equal(Noon, CreatedAt("""{"_id":{"$oid":"64f000000000000000000001"},"createdAt":{"$date":"2024-03-01T12:00:00Z"}}"""));
        Assert.Null(CreatedAt("""{"_id":"any-other"}"""));
        Assert.Null(CreatedAt("""{"_id":{"$oid":"000000000000000000000001"}}"""));
    }

    [Theory]
    [InlineData("{", "it breaks at byte 2")]
    [InlineData("""{"a":ObjectId("64f0")}""", "it breaks at byte 6")]
    [InlineData("null", "it is no object")]
    [InlineData("[]", "it is no object")]
    [InlineData("""{"value":"\ud83d"}""", "it holds half a character")]
    public void What_is_no_document_says_why(string line, string why) =>
        Assert.Equal(Fault.BrokenJson(why), ExportDocument.Parse<string>(Encoding.UTF8.GetBytes(line), document => document.Text("value") ?? "").Fault);

    [Fact]
    public void Bytes_that_are_no_text_are_no_document() =>
        Assert.Equal(Fault.BrokenJson("it is not UTF-8"), ExportDocument.Parse<string>(new byte[] { (byte)'{', 0xFF, (byte)'}' }, _ => "").Fault);

    private static T Read<T>(string value, Func<ExportDocument, T> read)
    {
        T result = default!;
        ExportDocument.Parse<string>(Encoding.UTF8.GetBytes($$"""{"value":{{value}}}"""), document =>
        {
            result = read(document);
            return "";
        });
        return result;
    }

    private static DateTimeOffset? CreatedAt(string document)
    {
        DateTimeOffset? at = null;
        ExportDocument.Parse<string>(Encoding.UTF8.GetBytes(document), read =>
        {
            at = read.CreatedAt();
            return "";
        });
        return at;
    }
}
