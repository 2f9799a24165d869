using System.Collections.Generic;
using System.Linq;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// Writes what disposes a value of a certain type: directly, through the explicit interface, or through the lazies, tasks, tuples, entry
/// types and collections that carry the resource. There is none where no form is right.
/// </summary>
internal sealed class DisposeCode
{
    private readonly SemanticModel model;
    private readonly int position;
    private readonly string[] path;
    private readonly string form;
    private readonly bool awaits;
    private readonly LanguageVersion language;
    private readonly string configure;

    private DisposeCode(SemanticModel model, SyntaxNode place, ITypeSymbol type, string form, string path, bool awaits)
    {
        this.model = model;
        this.form = form;
        this.awaits = awaits;
        position = place.SpanStart;
        this.path = path.Length == 0 ? [] : path.Split('.');
        language = ((CSharpParseOptions)place.SyntaxTree.Options).LanguageVersion;
        configure = UsesConfigureAwait(place) ? ".ConfigureAwait(false)" : string.Empty;
        Type = type;
    }

    /// <summary>The type of the values disposed.</summary>
    public ITypeSymbol Type { get; }

    /// <summary>The code awaits.</summary>
    public bool IsAsync => awaits && (form is not "Dispose" || path.Contains("Task"));

    /// <summary>The value may be null or default without the code failing for it.</summary>
    public bool AllowsNull => Type.IsReferenceType || Type.TypeKind == TypeKind.TypeParameter || path.Length > 0;

    /// <summary>For the facts of a diagnostic, at a place: async where an await may stand there.</summary>
    public static DisposeCode? For(FixRequest request, ITypeSymbol type, SyntaxNode place) =>
        For(request.Model, type, place, request.Fact(FixFacts.Form), request.Fact(FixFacts.Path), Place.CanAwait(place));

    public static DisposeCode? For(SemanticModel model, ITypeSymbol type, SyntaxNode place, string? form, string? path, bool awaits)
    {
        if (form == null)
            return null;
        var code = new DisposeCode(model, place, type, form, path ?? string.Empty, awaits);
        return code.Write(new Value("x", false, false), type, 0, new Locals(null), false) == null ? null : code;
    }

    /// <summary>The statements that dispose a value.</summary>
    /// <param name="value">A name, or an expression that may be evaluated again.</param>
    /// <param name="mayBeNull">The value may be null, or the default of a value type.</param>
    /// <param name="names">Where names of locals come from.</param>
    public string Of(string value, bool mayBeNull, Names names) =>
        string.Join("\n", Write(new Value(value, mayBeNull && !Type.IsValueType, false), Type, 0, new Locals(names), mayBeNull && Type.IsValueType)!);

    /// <summary>The value can be disposed in one expression, without being named first.</summary>
    public bool IsPlain => path.Length == 0 && form != "Cast" && Type is not ITypeParameterSymbol;

    /// <summary>A header, and what it governs.</summary>
    public static string Under(string header, string statements) =>
        Statements.Parse(statements) is { Count: 1 } single && single[0] is not IfStatementSyntax ? header + "\n" + statements : header + "\n{\n" + statements + "\n}";

    /// <summary>The type says that there may be none.</summary>
    public static bool MayBeNull(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || !type.IsValueType && type.NullableAnnotation == NullableAnnotation.Annotated;

    private List<string>? Write(Value value, ITypeSymbol type, int step, Locals locals, bool isDefault)
    {
        if (step == path.Length)
            return End(value, type, locals);
        switch (path[step])
        {
            case "Lazy" when Argument(type, "Lazy") is { } inner:
                return Write(new Value(value.Text + ".Value", MayBeNull(inner), false), inner, step + 1, locals, false) is not { } created ? null
                    : value.IsSure ? [Under($"if ({value.Text}.IsValueCreated)", Join(created))]
                    : language >= LanguageVersion.CSharp8 ? [Under($"if ({value.Text} is {{ IsValueCreated: true }})", Join(created))]
                    : [Under($"if ({value.Text} != null && {value.Text}.IsValueCreated)", Join(created))];
            case "Task" when awaits && Argument(type, "Task") is { } inner:
                var test = Write(new Value(value.Text + ".Result", MayBeNull(inner), false), inner, step + 1, locals, false);
                return test == null ? null
                    : WhenNotNull(value, [$"await global::System.Threading.Tasks.Task.WhenAny({value.Text}){configure};", Under($"if ({value.Text}.Status == global::System.Threading.Tasks.TaskStatus.RanToCompletion)", Join(test))]);
            case "Nullable" when type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T:
                return Write(new Value(value.Text, true, value.IsChain), ((INamedTypeSymbol)type).TypeArguments[0], step + 1, locals, false);
            case "Element" when ElementOf(type) is { } inner:
                var item = locals.Free("item");
                return Write(new Value(item, MayBeNull(inner), false), inner, step + 1, locals, false) is not { } each ? null
                    : WhenNotNull(value, [Under($"foreach (var {item} in {value.Text}{(IsKeyed(type) ? ".Values" : string.Empty)})", Join(each))]);
            case var member when member.StartsWith("Member:", System.StringComparison.Ordinal) && MemberOf(type, member.Substring(7)) is { } found:
                return Write(new Value(value.Text + (value.MayBeNull ? "?." : ".") + found.Name, !found.Type.IsValueType && (isDefault || found.Type.NullableAnnotation != NullableAnnotation.NotAnnotated) || MayBeNull(found.Type), value.IsChain || value.MayBeNull), found.Type, step + 1, locals, isDefault && found.Type.IsValueType);
            default:
                return null;
        }
    }

    private List<string>? End(Value value, ITypeSymbol type, Locals locals)
    {
        if (form == "Cast")
        {
            // An entry that only carries a value of unknown type is not that value.
            if (type is not ITypeParameterSymbol && type.TypeKind is not (TypeKind.Interface or TypeKind.Dynamic) && type.SpecialType != SpecialType.System_Object && !type.AllInterfaces.Any(IsDisposable))
                return null;
            if (!awaits || model.Compilation.GetTypesByMetadataName("System.IAsyncDisposable").IsEmpty)
                return [$"({value.Text} as global::System.IDisposable)?.Dispose();"];
            var local = locals.Free("asynchronous");
            return [$"if ({value.Text} is global::System.IAsyncDisposable {local})\nawait {local}.DisposeAsync(){configure};\nelse\n({value.Text} as global::System.IDisposable)?.Dispose();"];
        }

        var isAsync = form == "DisposeAsync" || form == "Both" && awaits;
        if (isAsync && !awaits)
            return null;
        var name = isAsync ? "DisposeAsync" : "Dispose";
        var isOpen = HasMethod(type, name);
        var cast = isAsync ? "global::System.IAsyncDisposable" : "global::System.IDisposable";
        if (!isOpen && !type.AllInterfaces.Any(i => i.Name == (isAsync ? "IAsyncDisposable" : "IDisposable")))
            return null;
        var called = isOpen ? value.Text : $"(({cast}){value.Text})";
        if (isAsync)
            return WhenNotNull(value, [$"await {called}.{name}(){configure};"]);
        return !value.MayBeNull ? [$"{called}.{name}();"] : isOpen ? [$"{called}?.{name}();"] : [$"({value.Text} as {cast})?.{name}();"];
    }

    private List<string> WhenNotNull(Value value, List<string> statements) => value.IsSure ? statements
        : [Under(language >= LanguageVersion.CSharp9 ? $"if ({value.Text} is not null)" : $"if ({value.Text} != null)", Join(statements))];

    private bool HasMethod(ITypeSymbol type, string name) =>
        model.LookupSymbols(position, type, name).OfType<IMethodSymbol>().Any(m => m.Parameters.IsEmpty && !m.IsStatic && !m.IsGenericMethod);

    /// <summary>The member, when it is accessible and the only one of the entry that holds a resource.</summary>
    private (string Name, ITypeSymbol Type)? MemberOf(ITypeSymbol type, string name)
    {
        var found = model.LookupSymbols(position, type, name).FirstOrDefault(s => s is IFieldSymbol or IPropertySymbol { GetMethod: not null } && !s.IsStatic);
        if (found == null || type.GetMembers().Count(m => m is IFieldSymbol { IsStatic: false } field && field.CorrespondingTupleField is var element && (element == null || SymbolEqualityComparer.Default.Equals(element, field)) && Holds(field.Type)) > 1)
            return null;
        return (found.Name, found is IFieldSymbol member ? member.Type : ((IPropertySymbol)found).Type);
    }

    private static bool Holds(ITypeSymbol type) =>
        type.AllInterfaces.Any(IsDisposable) || IsDisposable(type) || type is INamedTypeSymbol { Name: "Lazy", TypeArguments: { Length: 1 } arguments } && Holds(arguments[0]);

    private static bool IsDisposable(ITypeSymbol type) => type.Name is "IDisposable" or "IAsyncDisposable" && type.ContainingNamespace?.Name == "System";

    private static ITypeSymbol? Argument(ITypeSymbol type, string name) =>
        type is INamedTypeSymbol { TypeArguments.Length: > 0 } named && named.Name == name ? named.TypeArguments[0] : null;

    private static bool IsKeyed(ITypeSymbol type) => ElementsOf(type) is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments.Length: 2 } && type.AllInterfaces.Append(type).Any(i => i.Name is "IDictionary" or "IReadOnlyDictionary");

    /// <summary>What a collection holds: of a dictionary, its values. Null for what cannot be enumerated.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => ElementsOf(type) is not { } element ? null : IsKeyed(type) ? ((INamedTypeSymbol)element).TypeArguments[1] : element;

    private static ITypeSymbol? ElementsOf(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType
        : type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>().FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];

    private static string Join(List<string> statements) => string.Join("\n", statements);

    private static bool UsesConfigureAwait(SyntaxNode place) =>
        place.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.DescendantNodes().Any(n => n is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" });

    /// <summary>An expression, whether its last link may be null, and whether an earlier one may.</summary>
    private readonly struct Value(string text, bool mayBeNull, bool isChain)
    {
        public string Text { get; } = text;

        public bool MayBeNull { get; } = mayBeNull;

        public bool IsChain { get; } = isChain;

        public bool IsSure => !MayBeNull && !IsChain;
    }

    private readonly struct Locals(Names? names)
    {
        public string Free(string wanted) => names?.Free(wanted) ?? wanted;
    }
}
