using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Embedded.Tests.EmbeddedOnly;

/// <summary>
/// The public surface of an assembly file, as lines of text that compare. Read from the metadata alone, because most of
/// what the genuine assemblies refer to is not there to be loaded.
/// </summary>
internal sealed class PublicSurface
{
    private readonly MetadataReader _reader;
    private readonly Names _names = new();

    public PublicSurface(string path)
    {
        _reader = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path))).GetMetadataReader();
        Types = _reader.TypeDefinitions.Where(IsVisible).ToDictionary(handle => _names.Of(_reader, handle), Describe);
    }

    /// <summary>Each public type's lines.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Types { get; }

    /// <summary>Interface name, and the methods by which this assembly's classes implement it, as name and signature.</summary>
    public IEnumerable<(string Interface, string Name, string Signature)> Implementations() =>
        from handle in _reader.TypeDefinitions
        let type = _reader.GetTypeDefinition(handle)
        from implemented in type.GetInterfaceImplementations()
        let name = NameOf(_reader.GetInterfaceImplementation(implemented).Interface)
        where name.StartsWith("Orleans.", StringComparison.Ordinal)
        from methodHandle in type.GetMethods()
        let method = _reader.GetMethodDefinition(methodHandle)
        where method.Attributes.HasFlag(MethodAttributes.Public) && method.Attributes.HasFlag(MethodAttributes.Virtual)
        select (name, _reader.GetString(method.Name), Signature(method));

    /// <summary>The members of other assemblies' types that this assembly uses.</summary>
    public IEnumerable<(string Type, string Name, string Signature)> Uses()
    {
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (member.GetKind() != MemberReferenceKind.Method || member.Parent.Kind is HandleKind.MethodDefinition) continue;
            var name = NameOf(member.Parent);
            if (name.StartsWith("Orleans.", StringComparison.Ordinal))
                yield return (name.Split('<')[0], _reader.GetString(member.Name), Text(member.DecodeMethodSignature(_names, null)));
        }
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    private IReadOnlySet<string> Describe(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var baseType = type.BaseType.IsNil ? "" : NameOf(type.BaseType);
        var kind = type.Attributes.HasFlag(TypeAttributes.Interface) ? "interface"
            : baseType is "System.ValueType" ? "struct"
            : baseType is "System.Enum" ? "enum"
            : type.Attributes.HasFlag(TypeAttributes.Abstract | TypeAttributes.Sealed) ? "static class"
            : type.Attributes.HasFlag(TypeAttributes.Sealed) ? "sealed class"
            : type.Attributes.HasFlag(TypeAttributes.Abstract) ? "abstract class" : "class";
        var lines = new HashSet<string> { $"is a {kind}{Generics(type.GetGenericParameters())}" };
        if (baseType.Length > 0) lines.Add($"derives from {baseType}");
        lines.UnionWith(type.GetInterfaceImplementations().Select(each => $"implements {NameOf(_reader.GetInterfaceImplementation(each).Interface)}"));
        lines.UnionWith(type.GetMethods().Select(_reader.GetMethodDefinition).Where(IsVisible).Select(Line));
        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is not (FieldAttributes.Public or FieldAttributes.Family)) continue;
            var value = field.GetDefaultValue().IsNil ? "" : $" = {Constant(field.GetDefaultValue())}";
            lines.Add($"field {_reader.GetString(field.Name)} : {field.DecodeSignature(_names, null)}{value}");
        }

        if (UsableOn(type) is { } targets) lines.Add($"is used on {targets}");
        return lines;
    }

    private static bool IsVisible(MethodDefinition method) => (method.Attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private string Line(MethodDefinition method)
    {
        var attributes = method.Attributes;
        var traits = attributes.HasFlag(MethodAttributes.Static) ? "static " : "";
        if (attributes.HasFlag(MethodAttributes.Abstract)) traits += "abstract ";
        else if (attributes.HasFlag(MethodAttributes.Virtual) && !attributes.HasFlag(MethodAttributes.Final)) traits += "virtual ";
        if ((attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public) traits += "protected ";
        var parameters = method.GetParameters().Select(_reader.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
            .Select(parameter => _reader.GetString(parameter.Name)
                + (parameter.GetDefaultValue().IsNil ? "" : $" = {Constant(parameter.GetDefaultValue())}"));
        return $"{traits}{_reader.GetString(method.Name)}{Generics(method.GetGenericParameters())} {Signature(method)} [{string.Join(", ", parameters)}]";
    }

    private string Signature(MethodDefinition method) => Text(method.DecodeSignature(_names, null));

    private static string Text(MethodSignature<string> signature) => $"({string.Join(", ", signature.ParameterTypes)}) : {signature.ReturnType}";

    private string Generics(GenericParameterHandleCollection parameters) => parameters.Count == 0 ? "" : "<"
        + string.Join(", ", parameters.Select(_reader.GetGenericParameter).Select(parameter =>
            $"{parameter.Attributes & ~GenericParameterAttributes.AllowByRefLike}" + string.Concat(parameter.GetConstraints()
                .Select(_reader.GetGenericParameterConstraint).Select(constraint => " : " + NameOf(constraint.Type))))) + ">";

    private string Constant(ConstantHandle handle)
    {
        var constant = _reader.GetConstant(handle);
        return _reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)?.ToString() ?? "null";
    }

    // The targets are the first four bytes after the prologue of the attribute's blob.
    private string? UsableOn(TypeDefinition type)
    {
        foreach (var attribute in type.GetCustomAttributes().Select(_reader.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            if (NameOf(_reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) != "System.AttributeUsageAttribute") continue;
            var blob = _reader.GetBlobReader(attribute.Value);
            blob.ReadUInt16();
            return ((AttributeTargets)blob.ReadInt32()).ToString();
        }

        return null;
    }

    private string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => _names.Of(_reader, (TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => _names.Of(_reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeSpecification => _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null),
        _ => handle.Kind.ToString(),
    };

    private sealed class Names : ISignatureTypeProvider<string, object?>
    {
        public string Of(MetadataReader reader, TypeDefinitionHandle handle)
        {
            var type = reader.GetTypeDefinition(handle);
            var name = reader.GetString(type.Name);
            return type.GetDeclaringType() is { IsNil: false } outer ? $"{Of(reader, outer)}+{name}" : Join(reader.GetString(type.Namespace), name);
        }

        public string Of(MetadataReader reader, TypeReferenceHandle handle)
        {
            var type = reader.GetTypeReference(handle);
            var name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
                : Join(reader.GetString(type.Namespace), name);
        }

        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

        public string GetByReferenceType(string elementType) => $"{elementType}&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} with {modifier}";

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(reader, handle);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Of(reader, handle);

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
    }
}
