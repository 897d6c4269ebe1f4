using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Which class answers for which grain interface, found by looking through the program's assemblies once.</summary>
internal sealed class GrainMap
{
    private static readonly ConcurrentDictionary<Assembly, Type[]> Found = new();

    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();

    public GrainMap()
    {
        foreach (var implementation in Reachable().SelectMany(assembly => Found.GetOrAdd(assembly, GrainClassesOf)))
        {
            var grainClass = new GrainClass(implementation);
            if (!_byType.TryAdd(grainClass.Type, grainClass))
                throw new OrleansConfigurationException(
                    $"{implementation} and {_byType[grainClass.Type].Implementation} are both called '{grainClass.Type}'; "
                    + "name one with [GrainType].");
        }
    }

    public GrainClass ClassOf(GrainType type) => _byType.TryGetValue(type, out var found)
        ? found
        : throw new OrleansException($"There is no grain class called '{type}'.");

    public GrainClass ClassFor(Type grainInterface, string? classPrefix) =>
        _byInterface.GetOrAdd((grainInterface, classPrefix), key => Choose(key.Interface, key.Prefix));

    private GrainClass Choose(Type grainInterface, string? classPrefix)
    {
        var candidates = _byType.Values
            .Where(candidate => grainInterface.IsAssignableFrom(candidate.Implementation))
            .Where(candidate => classPrefix is null
                || candidate.Implementation.FullName!.StartsWith(classPrefix, StringComparison.Ordinal)).ToList();
        if (candidates.Count > 1
            && candidates.Find(candidate => $"I{candidate.Implementation.Name}" == grainInterface.Name) is { } byName) return byName;
        return candidates.Count switch
        {
            1 => candidates[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {grainInterface}."),
            _ => throw new ArgumentException($"Several classes implement {grainInterface}: "
                + string.Join(", ", candidates.Select(candidate => candidate.Implementation))),
        };
    }

    private static Type[] GrainClassesOf(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
            .Where(type => typeof(IGrain).IsAssignableFrom(type) && !typeof(GrainProxy).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)];

    // What is loaded, and what that refers to: a host may know its grains only through a project reference.
    private static IEnumerable<Assembly> Reachable()
    {
        var self = typeof(GrainMap).Assembly;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        var holders = new SortedDictionary<string, Assembly>(StringComparer.Ordinal);
        while (open.TryDequeue(out var assembly))
        {
            var name = assembly.GetName().Name ?? "";
            if (!seen.Add(name) || IsFramework(name)) continue;
            var references = assembly.GetReferencedAssemblies();
            if (assembly == self || references.Any(reference => reference.Name == self.GetName().Name)) holders[name] = assembly;
            foreach (var reference in references.Where(reference => !seen.Contains(reference.Name!) && !IsFramework(reference.Name!)))
            {
                try
                {
                    open.Enqueue(Assembly.Load(reference));
                }
                catch (IOException)
                {
                    // a reference that is not shipped holds no grains
                }
            }
        }

        return holders.Values;
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard";
}
