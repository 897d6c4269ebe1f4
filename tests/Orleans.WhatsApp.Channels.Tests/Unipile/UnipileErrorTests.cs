using System.Text.Json;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileErrorTests
{
    private const string Never = "refused";
    private const string Later = "postponed";
    private const string Reconnect = "postponed, NeedsReconnect";
    private const string Stopped = "postponed, Stopped";
    private const string Perhaps = "unclear";

    public static readonly TheoryData<int, string, string> Slugs = new()
    {
        { 400, "invalid_parameters", Never },
        { 400, "malformed_request", Never },
        { 400, "missing_parameters", Never },
        { 400, "content_too_large", Never },
        { 400, "too_many_characters", Never },
        { 400, "unescaped_characters", Never },
        { 400, "invalid_url", Never },
        { 401, "missing_credentials", Later },
        { 401, "disconnected_account", Reconnect },
        { 401, "disconnected_feature", Reconnect },
        { 401, "expired_credentials", Reconnect },
        { 401, "invalid_credentials", Reconnect },
        { 401, "multiple_sessions", Reconnect },
        { 401, "wrong_account", Reconnect },
        { 401, "insufficient_privileges", Reconnect },
        { 401, "checkpoint_error", Reconnect },
        { 401, "invalid_checkpoint_solution", Reconnect },
        { 401, "captcha_not_supported", Reconnect },
        { 401, "expired_link", Reconnect },
        { 401, "invalid_credentials_but_valid_account_imap", Reconnect },
        { 403, "account_restricted", Stopped },
        { 403, "account_mismatch", Never },
        { 403, "insufficient_permissions", Never },
        { 403, "session_mismatch", Never },
        { 403, "feature_not_subscribed", Never },
        { 403, "subscription_required", Never },
        { 403, "unknown_authentication_context", Never },
        { 403, "action_required", Never },
        { 403, "resource_access_restricted", Never },
        { 404, "resource_not_found", Never },
        { 404, "invalid_resource_identifier", Never },
        { 407, "proxy_auth_error", Later },
        { 502, "proxy_error", Perhaps },
        { 408, "request_timeout", Perhaps },
        { 409, "already_exists", Never },
        { 409, "operation_canceled", Perhaps },
        { 415, "unsupported_media_type", Never },
        { 422, "invalid_recipient", Never },
        { 422, "invalid_account", Never },
        { 422, "blocked_recipient", Never },
        { 422, "user_unreachable", Never },
        { 422, "no_connection_with_recipient", Never },
        { 422, "cant_send_message", Never },
        { 422, "invalid_message", Never },
        { 422, "unprocessable_entity", Never },
        { 422, "invalid_thread", Never },
        { 422, "limit_exceeded", Never },
        { 422, "action_already_performed", Never },
        { 422, "cannot_resend_yet", Never },
        { 422, "realtime_client_not_initialized", Later },
        { 422, "provider_unreachable", Later },
        { 425, "auth_in_progress", Later },
        { 429, "too_many_requests", Later },
        { 500, "unexpected_error", Perhaps },
        { 500, "provider_error", Perhaps },
        { 500, "authentication_intent_error", Perhaps },
        { 501, "feature_not_implemented", Never },
        { 503, "no_client_session", Later },
        { 503, "no_channel", Later },
        { 503, "no_handler", Later },
        { 503, "network_down", Later },
        { 503, "service_unavailable", Later },
    };

    public static readonly TheoryData<int, string, string> Unknown = new()
    {
        { 400, """{"type":"errors/brand_new"}""", "brand_new refused" },
        { 401, """{"type":"errors/brand_new"}""", "brand_new postponed, NeedsReconnect" },
        { 401, "{}", "http_401 postponed" },
        { 408, "{}", "http_408 unclear" },
        { 418, "7", "http_418 refused" },
        { 425, "{}", "http_425 postponed" },
        { 429, """{"type":null}""", "http_429 postponed" },
        { 500, """{"type":"errors/Not a slug"}""", "http_500 unclear" },
        { 502, "[]", "http_502 unclear" },
        { 503, """{"type":{}}""", "http_503 postponed" },
        { 504, "{}", "http_504 unclear" },
        { 599, "{}", "http_599 unclear" },
        { 302, "{}", "http_302 unclear" },
    };

    [Theory, MemberData(nameof(Slugs))]
    public void Every_known_error_has_its_answer(int status, string slug, string expected)
    {
        Assert.Equal($"{slug} {expected}", Spoken(status, $$"""{"title":"x","type":"errors/{{slug}}","status":{{status}}}"""));
        Assert.Equal($"{slug} {expected}", Spoken(status, $$"""{"type":"{{slug}}"}"""));
    }

    [Theory, MemberData(nameof(Unknown))]
    public void An_unknown_error_goes_by_its_status(int status, string body, string expected) => Assert.Equal(expected, Spoken(status, body));

    [Fact]
    public void Every_row_of_the_table_is_tested() =>
        Assert.Equal(UnipileErrors.Table.Keys.Order(StringComparer.Ordinal), Slugs.Select(row => (string)row[1]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("constructed_error_401_disconnected_account", "disconnected_account postponed, NeedsReconnect"), InlineData("constructed_error_415", "unsupported_media_type refused")]
    [InlineData("constructed_error_422_invalid_recipient", "invalid_recipient refused"), InlineData("constructed_error_429", "too_many_requests postponed"), InlineData("constructed_error_503_no_client_session", "no_client_session postponed")]
    public void Recorded_errors_are_understood(string fixture, string expected) => Assert.Equal(expected, Spoken((int)Fixture.Json(fixture)["status"]!, Fixture.Text(fixture)));

    private static string Spoken(int status, string body)
    {
        using var document = JsonDocument.Parse(body);
        return UnipileErrors.Classify(status, document.RootElement) switch
        {
            SendResult.Refused refused => $"{refused.Code} {Never}",
            SendResult.Postponed postponed => $"{postponed.Code} {Later}{(postponed.Account is { } account ? $", {account}" : "")}",
            SendResult.Unclear unclear => $"{unclear.Code} {Perhaps}",
            _ => throw new InvalidOperationException(),
        };
    }
}
