using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The error codes of the Cloud API: with which HTTP status they come, what they are called, and what their details say.</summary>
internal static class MetaErrors
{
    private static readonly Dictionary<int, (int Status, string Title, string Details)> Known = new()
    {
        [0] = (401, "AuthException", "We were unable to authenticate the app user."),
        [1] = (400, "API Unknown", "Invalid request or possible server error."),
        [2] = (503, "API Service", "Temporary due to downtime or due to being overloaded."),
        [3] = (500, "API Method", "Capability or permissions issue."),
        [4] = (400, "Application request limit reached", "The app has reached its API call rate limit."),
        [10] = (403, "Permission Denied", "Permission is either not granted or has been removed."),
        [33] = (400, "Parameter value is not valid", "The business phone number has been deleted."),
        [100] = (400, "Invalid parameter", "The request included one or more unsupported or misspelled parameters."),
        [190] = (401, "Error validating access token: session has expired", "Your access token has expired."),
        [368] = (403, "Temporarily blocked for policies violations", "The account has been restricted for violating a platform policy."),
        [80007] = (429, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
        [130429] = (429, "Rate limit hit", "Message failed to send because there were too many messages sent from this phone number in a short period of time."),
        [130472] = (400, "User's number is part of an experiment", "Message was not sent as part of an experiment."),
        [130497] = (403, "Business account is restricted from messaging users in this country.", "The account may not message users in this country."),
        [131000] = (500, "Something went wrong", "Message failed to send due to an unknown error."),
        [131005] = (403, "Access denied", "Permission is either not granted or has been removed."),
        [131008] = (400, "Required parameter is missing", "The request is missing a required parameter."),
        [131009] = (400, "Parameter value is not valid", "One or more parameter values are invalid."),
        [131016] = (500, "Service unavailable", "A service is temporarily unavailable."),
        [131021] = (400, "Recipient cannot be sender", "Sender and recipient phone number is the same."),
        [131026] = (400, "Message undeliverable", "Unable to deliver the message."),
        [131030] = (400, "Recipient phone number not in allowed list", "Add the recipient phone number to the recipient list and try again."),
        [131031] = (403, "Business Account locked", "The account has been locked or disabled."),
        [131037] = (400, "Display name approval needed", "The number's display name has not been approved."),
        [131042] = (402, "Business eligibility payment issue", "There was one or more errors related to your payment method."),
        [131044] = (402, "Business eligibility payment issue", "There was one or more errors related to your payment method."),
        [131045] = (500, "Incorrect certificate", "Message failed to send due to a phone number registration error."),
        [131047] = (400, "Re-engagement message",
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number."),
        [131048] = (400, "Spam rate limit hit", "Sending restricted because of quality."),
        [131049] = (400, "Message undeliverable", "This message was not delivered to maintain a healthy ecosystem engagement."),
        [131050] = (400, "Unable to deliver the message", "The recipient has chosen to stop receiving marketing messages on WhatsApp from your business."),
        [131051] = (400, "Unsupported message type", "Unsupported message type."),
        [131052] = (400, "Media download error", "Unable to download the media sent by the user."),
        [131053] = (400, "Media upload error", "Unable to upload the media used in the message."),
        [131056] = (400, "(Business Account, Consumer Account) pair rate limit hit",
            "Too many messages sent from the sender phone number to the same recipient phone number in a short period of time."),
        [131057] = (500, "Business Account is in maintenance mode", "Business Account is in maintenance mode."),
        [131062] = (400, "Business-scoped user ID not supported", "Authentication templates cannot be sent to a business-scoped user ID."),
        [132000] = (400, "Template Param Count Mismatch", "The number of parameters does not match the number of parameters defined in the template."),
        [132001] = (404, "Template does not exist", "The template does not exist in the specified language or the template has not been approved."),
        [132005] = (400, "Template Hydrated Text Too Long", "The translated text is too long."),
        [132007] = (400, "Template Format Character Policy Violated", "The template content violates a policy."),
        [132012] = (400, "Template Parameter Format Mismatch", "The parameter values are formatted incorrectly."),
        [132015] = (400, "Template is Paused", "The template is paused due to low quality."),
        [132016] = (400, "Template is Disabled", "The template has been paused too many times and is now permanently disabled."),
        [133016] = (429, "Account register deregister rate limit exceeded", "Too many registrations of this number."),
    };

    public static int Status(int code) => Of(code).Status;

    public static string Title(int code) => Of(code).Title;

    public static string Details(int code) => Of(code).Details;

    private static (int Status, string Title, string Details) Of(int code) => Known.TryGetValue(code, out var known)
        ? known
        : (StatusCodes.Status400BadRequest, $"Error {code}", $"Error {code}.");
}
