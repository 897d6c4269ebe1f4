using System.Text;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>The section <c>Jwt</c>.</summary>
internal sealed class JwtOptions
{
    public const string Section = "Jwt";
    public const int FewestBytes = 32;

    /// <summary>
    /// The HS256 key as text. Without it, one is made once and kept beside the embedded database; processes that share a PostgreSQL must
    /// share a key.
    /// </summary>
    public string SigningKey { get; set; } = "";

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    public bool HasLongEnoughKey => SigningKey.Length == 0 || Encoding.UTF8.GetByteCount(SigningKey) >= FewestBytes;
}
