using System.Reflection;

namespace Orleans.WhatsApp.Testing;

/// <summary>The silo that was built along with a test assembly, and for which grain runtime.</summary>
/// <param name="RunsOnOrleans">Microsoft Orleans, whose cluster is kept in PostgreSQL; else the embedded runtime.</param>
public sealed record SiloBuild(string Dll, bool RunsOnOrleans)
{
    /// <summary>What the assembly's project says by importing <c>SiloBuild.props</c>.</summary>
    public static SiloBuild Of(Assembly tests)
    {
        var said = tests.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(attribute => attribute.Key, attribute => attribute.Value!);
        return new SiloBuild(said["SiloDll"], said["GrainRuntime"] == "Orleans");
    }
}
