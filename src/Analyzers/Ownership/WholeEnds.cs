using System;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Ownership;

/// <summary>Whether the end of an object is the end of what it was made with.</summary>
internal static class WholeEnds
{
    /// <summary>new HttpClient(handler) has the handler, and new NetworkStream(socket, ownsSocket: true) the socket; new Timer(Poll, socket, 0, 1000) has nothing.</summary>
    public static bool Part(Holder holder, Value whole, Value part)
    {
        var at = Array.IndexOf(whole.Items, part);
        if (at < 0 || whole.Type is not INamedTypeSymbol type)
            return false;
        // What cannot be seen, or is set besides, may be taken over.
        if (whole.Symbol is not IMethodSymbol constructor || at >= constructor.Parameters.Length)
            return true;
        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.Ordinal < whole.Items.Length && parameter.Type.SpecialType == SpecialType.System_Boolean && whole.Items[parameter.Ordinal] is { Kind: ValueKind.Constant } told)
            {
                if (Has(parameter, "leave"))
                    return told.IsFalse;
                if (Has(parameter, "dispose") || Has(parameter, "own"))
                    return told.IsTrue;
            }
        }

        if (StoreScope.IsInSource(type))
            return EndsGiven(holder, type, constructor, at);
        return type.Name != "NetworkStream" && (!IsOfSystem(type) || TakesOver(type));
    }

    /// <summary>XmlReader.Create(part, new XmlReaderSettings { CloseInput = true })</summary>
    public static bool IsTold(CallNode factory, Value part) => Array.IndexOf(factory.Arguments, part) >= 0 && factory.Target is { ReturnType: INamedTypeSymbol made } && IsOfSystem(made) && TakesOver(made)
        && factory.Syntax.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a is { Left: IdentifierNameSyntax { Identifier.ValueText: "CloseInput" or "CloseOutput" }, Right: LiteralExpressionSyntax { Token.ValueText: "true" } });

    /// <summary>As a word: ownsSocket, takesOwnership; not isDownload.</summary>
    private static bool Has(IParameterSymbol parameter, string word) => parameter.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || parameter.Name.IndexOf(char.ToUpperInvariant(word[0]) + word.Substring(1), StringComparison.Ordinal) > 0;

    private static bool IsOfSystem(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space is { Name: "System" };
    }

    /// <summary>Streams, readers, writers, archives, and what sends by a handler.</summary>
    private static bool TakesOver(ITypeSymbol type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at.Name is "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter" or "XmlReader" or "XmlWriter" or "ZipArchive" or "HttpMessageInvoker" or "HttpMessageHandler")
                return true;
        }

        return false;
    }

    /// <summary>Whose parameters the whole type may use.</summary>
    private static bool IsPrimary(IMethodSymbol constructor, System.Threading.CancellationToken cancellation) => constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax);

    /// <summary>Dispose(), or a helper that may be part of it; not Move(pages), after which the object goes on.</summary>
    private static bool IsPartOfEnd(IMethodSymbol method) => Closing.IsClosing(method) || method.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected;

    /// <summary>The constructor keeps it in a field that an end of the type ends, or passes it on; one that only reads from it has nothing to end.</summary>
    private static bool EndsGiven(Holder holder, INamedTypeSymbol type, IMethodSymbol constructor, int at)
    {
        if (holder.WrittenFactsOf(constructor) is not { IsTruncated: false } facts)
            return true;
        var kept = facts.Accesses.Where(a => a.Store != null && a.Inserted != null && Trace.Roots(holder, a.Inserted).Exists(r => r is { Kind: RootKind.Parameter, Symbol: IParameterSymbol given } && given.Ordinal == at)).Select(a => a.Store!).ToList();
        if (kept.Count == 0)
            return IsPrimary(constructor, holder.Cancellation) || facts.Bodies.Count > 1 || facts.MethodGroups.Count > 0 || (holder.Fates.OfParameter(constructor, at) & Fate.Discharged) != 0;
        return type.OriginalDefinition.GetMembers().Any(m => m is IMethodSymbol { IsAbstract: false } method && holder.WrittenFactsOf(method) is { } end
            && (end.IsTruncated || IsPartOfEnd(method) && end.Disposals.Exists(d => kept.Exists(k => Trace.ComesFrom(holder, d.Operand, k)))
            || end.Calls.Exists(c => Enumerable.Range(0, c.Arguments.Length).Any(i => c.Arguments[i] is { Kind: ValueKind.Store, Symbol: { } given } && kept.Contains(given, SymbolEqualityComparer.Default) && (holder.Fates.OfArgument(c, i) & Fate.Discharged) != 0))));
    }
}
