using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// The key that access tokens are signed with: configured, or made once into the storage folder and readable by its owner only.
/// </summary>
internal sealed class SigningKey(IOptions<JwtOptions> options, IConfiguration configuration)
{
    private const string FileName = "jwt.key";

    private readonly Lazy<SymmetricSecurityKey> _key = new(() => new SymmetricSecurityKey(
        options.Value.SigningKey.Length > 0
            ? Encoding.UTF8.GetBytes(options.Value.SigningKey)
            : OfFolder(configuration["Storage:Path"] ?? "./data")));

    public SymmetricSecurityKey Key => _key.Value;

    /// <summary>A key for something else, 32 bytes, that says nothing about this one.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Key.Key, 32, info: Encoding.UTF8.GetBytes(purpose));

    private static byte[] OfFolder(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
        try
        {
            return Make(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            var key = Convert.FromBase64String(File.ReadAllText(path));
            return key.Length >= JwtOptions.FewestBytes
                ? key
                : throw new InvalidDataException(
                    $"{path} holds no signing key of {JwtOptions.FewestBytes} bytes; remove it to have a new one made.");
        }
    }

    private static byte[] Make(string path)
    {
        var key = RandomNumberGenerator.GetBytes(JwtOptions.FewestBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
        file.Flush(flushToDisk: true);
        return key;
    }
}
