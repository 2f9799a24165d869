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

    private static bool Has(IParameterSymbol parameter, string word) => parameter.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

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

    /// <summary>The constructor keeps it in a field that some member of the type ends; what it does otherwise with it is not followed.</summary>
    private static bool EndsGiven(Holder holder, INamedTypeSymbol type, IMethodSymbol constructor, int at)
    {
        if (holder.WrittenFactsOf(constructor) is not { IsTruncated: false } facts)
            return true;
        var kept = facts.Accesses.Where(a => a.Store != null && a.Inserted != null && Trace.Roots(holder, a.Inserted).Exists(r => r is { Kind: RootKind.Parameter, Symbol: IParameterSymbol given } && given.Ordinal == at)).Select(a => a.Store!).ToList();
        return kept.Count == 0 || type.OriginalDefinition.GetMembers().Any(m => m is IMethodSymbol { IsAbstract: false } method && holder.WrittenFactsOf(method) is { } end
            && (end.IsTruncated || end.Disposals.Exists(d => kept.Exists(k => Trace.ComesFrom(holder, d.Operand, k))) || end.Calls.Exists(c => c.Arguments.Any(a => a.Kind == ValueKind.Store && kept.Contains(a.Symbol!, SymbolEqualityComparer.Default)))));
    }
}
