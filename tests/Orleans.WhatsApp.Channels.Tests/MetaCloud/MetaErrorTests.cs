using System.Text.Json;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaErrorTests
{
    private const string Never = "refused";
    private const string Later = "postponed";
    private const string Reconnect = "postponed, NeedsReconnect";
    private const string Stopped = "postponed, Stopped";
    private const string Perhaps = "unclear";

    public static readonly TheoryData<int, string> Codes = new()
    {
        { 0, Reconnect }, { 3, Reconnect }, { 10, Reconnect }, { 190, Reconnect }, { 131005, Reconnect }, { 131045, Reconnect }, { 133010, Reconnect },
        { 4, Later }, { 613, Later }, { 80007, Later }, { 130429, Later }, { 131056, Later }, { 131064, Later }, { 133016, Later }, { 131057, Later },
        { 368, Stopped }, { 130497, Stopped }, { 131031, Stopped }, { 131042, Stopped }, { 131044, Stopped }, { 131048, Stopped },
        { 131047, Never },
        { 130472, Never }, { 131021, Never }, { 131026, Never }, { 131030, Never }, { 131037, Never }, { 131049, Never }, { 131050, Never }, { 131062, Never }, { 131063, Never },
        { 33, Never }, { 100, Never }, { 131008, Never }, { 131009, Never }, { 131051, Never }, { 131052, Never }, { 131053, Never }, { 135000, Never }, { 137000, Never },
        { 132000, Never }, { 132001, Never }, { 132005, Never }, { 132007, Never }, { 132012, Never }, { 132015, Never }, { 132016, Never }, { 132068, Never }, { 132069, Never },
        { 1, Later }, { 2, Later }, { 131000, Later }, { 131016, Later },
    };

    public static readonly TheoryData<int, string, string> Others = new()
    {
        { 403, """{"error":{"code":200}}""", "200 postponed, NeedsReconnect" },
        { 403, """{"error":{"code":299}}""", "299 postponed, NeedsReconnect" },
        { 400, """{"error":{"code":"131047"}}""", "131047 refused" },
        { 500, """{"error":{"code":131047}}""", "131047 refused" },
        { 500, """{"error":{"code":131048}}""", "131048 postponed, Stopped" },
        { 500, """{"error":{"code":1}}""", "1 unclear" },
        { 500, """{"error":{"code":2,"is_transient":true}}""", "2 unclear" },
        { 503, """{"error":{"code":131016}}""", "131016 unclear" },
        { 500, """{"error":{"code":99999,"is_transient":true}}""", "99999 unclear" },
        { 400, """{"error":{"code":99999,"is_transient":true}}""", "99999 postponed" },
        { 400, """{"error":{"code":99999}}""", "99999 refused" },
        { 500, """{"error":{"code":99999}}""", "99999 unclear" },
        { 400, """{"error":{"code":-1}}""", "http_400 refused" },
        { 400, """{"error":{"code":1.5}}""", "http_400 refused" },
        { 401, "{}", "http_401 postponed" },
        { 404, """{"error":"no"}""", "http_404 refused" },
        { 408, "[]", "http_408 unclear" },
        { 429, "7", "http_429 postponed" },
        { 500, "{}", "http_500 unclear" },
        { 502, "{}", "http_502 unclear" },
        { 503, "{}", "http_503 unclear" },
        { 302, "{}", "http_302 unclear" },
    };

    [Theory, MemberData(nameof(Codes))]
    public void Every_known_error_has_its_answer(int code, string expected) => Assert.Equal($"{code} {expected}", Spoken(400, $$$"""{"error":{"code":{{{code}}}}}"""));

    [Theory, MemberData(nameof(Others))]
    public void What_the_code_does_not_decide_the_status_does(int status, string body, string expected) => Assert.Equal(expected, Spoken(status, body));

    [Fact]
    public void Every_row_of_the_table_is_tested() => Assert.Equal(MetaErrors.Table.Keys.Order(), Codes.Select(row => (int)row[0]).Order());

    [Theory]
    [InlineData("constructed_api_error_100_http400", "100 refused"), InlineData("constructed_api_error_131000_http500", "131000 unclear"), InlineData("constructed_api_error_131047_http400", "131047 refused")]
    [InlineData("constructed_api_error_131048_http400", "131048 postponed, Stopped"), InlineData("constructed_api_error_190_http401", "190 postponed, NeedsReconnect")]
    [InlineData("constructed_api_error_80007_http429", "80007 postponed"), InlineData("api_err_requestCode", "136024 refused"), InlineData("api_err_verifyCode", "136025 refused")]
    public void Recorded_errors_are_understood(string fixture, string expected) => Assert.Equal(
        expected, Spoken(fixture.Contains("_http", StringComparison.Ordinal) ? int.Parse(fixture[^3..], null) : 400, MetaFixture.All.Text(fixture)));

    [Theory]
    [InlineData("""{"error":{"message":"m","error_user_msg":"u","error_data":{"details":"d"}}}""", "d"), InlineData("""{"error":{"message":"m","error_user_msg":"u"}}""", "u"), InlineData("""{"error":{"message":"m"}}""", "m"), InlineData("7", "")]
    public void A_person_is_told_what_Meta_says_in_the_most_words(string body, string expected)
    {
        using var document = JsonDocument.Parse(body);
        Assert.Equal(expected, MetaErrors.Detail(document.RootElement));
    }

    private static string Spoken(int status, string body)
    {
        using var document = JsonDocument.Parse(body);
        return MetaErrors.Classify(status, document.RootElement) switch
        {
            SendResult.Refused refused => $"{refused.Code} {Never}",
            SendResult.Postponed postponed => $"{postponed.Code} {Later}{(postponed.Account is { } account ? $", {account}" : "")}",
            SendResult.Unclear unclear => $"{unclear.Code} {Perhaps}",
            _ => throw new InvalidOperationException(),
        };
    }
}
