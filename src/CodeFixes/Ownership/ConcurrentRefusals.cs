using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The insertions into a concurrent store that gets a drain: once the owner is closed, which a new lock orders, they are refused.</summary>
internal sealed class ConcurrentRefusals
{
    private readonly FixRequest request;
    private readonly StoreUses uses;
    private readonly Gate gate;
    private readonly string flag;
    private readonly List<RefusalCode> codes;

    private ConcurrentRefusals(FixRequest request, StoreUses uses, Gate gate, string flag, List<RefusalCode> codes)
    {
        this.request = request;
        this.uses = uses;
        this.gate = gate;
        this.flag = flag;
        this.codes = codes;
    }

    /// <summary>What the drain begins with.</summary>
    public string Close => $"lock ({gate.Name})\n{{\n{flag} = true;\n}}\n\n";

    /// <summary>Something may get into the store behind the drain, and no flag of the closing member is asked before.</summary>
    public static bool AreNeeded(FixRequest request, TypeDeclarationSyntax type, ISymbol store, IMethodSymbol? member) =>
        request.Fact(FixFacts.Lock) == null && IsConcurrent(store) && StoreUses.Of(request) is { } uses && Insertions(request, uses) is { Count: > 0 } insertions && !insertions.TrueForAll(i => AsksFlag(request, i, type, member));

    /// <summary>Null where an insertion cannot be refused.</summary>
    public static ConcurrentRefusals? Of(FixRequest request)
    {
        if (StoreUses.Of(request) is not { } uses || LockCode.New(request, uses) is not { } gate)
            return null;
        var flag = FieldCode.FreeName(uses, "disposed", "closed", "isClosed", "closedNow");
        var codes = new List<RefusalCode>();
        foreach (var insertion in Insertions(request, uses))
        {
            if (insertion.FirstAncestorOrSelf<TypeDeclarationSyntax>() != uses.Type || RefusalCode.Of(request, insertion, gate, flag, null) is not { } code || codes.Exists(c => c.Touched.OverlapsWith(code.Touched)))
                return null;
            codes.Add(code);
        }

        return new ConcurrentRefusals(request, uses, gate, flag, codes);
    }

    public void Write(DocumentEditor editor)
    {
        foreach (var code in codes)
            code.Write(editor);
    }

    public void AddFields(DocumentEditor editor)
    {
        FieldCode.AddBehind(editor, uses, flag, $"private bool {flag};");
        LockCode.AddField(editor, request, uses, gate);
    }

    private static bool IsConcurrent(ISymbol store) =>
        (store is IFieldSymbol field ? field.Type : (store as IPropertySymbol)?.Type)?.ContainingNamespace is { Name: "Concurrent", ContainingNamespace.Name: "Collections" };

    /// <summary>Where no constructor and no lambda is around: the one comes before the end, of the other nobody knows when it runs.</summary>
    private static List<SyntaxNode> Insertions(FixRequest request, StoreUses uses) => uses.All
        .Where(use => RefusedInsertions.IsInsertion(use) && StoreUses.IsOwn(use, request.Model) && StoreUses.FunctionOf(use) is BaseMethodDeclarationSyntax and not ConstructorDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax or LocalFunctionStatementSyntax)
        .Select(use => use.Ancestors().First(a => a is InvocationExpressionSyntax or AssignmentExpressionSyntax)).ToList();

    /// <summary>The function of the insertion reads a plain field that the closing member sets.</summary>
    private static bool AsksFlag(FixRequest request, SyntaxNode insertion, TypeDeclarationSyntax type, IMethodSymbol? member)
    {
        if (member is not { DeclaringSyntaxReferences: { Length: 1 } references } || references[0].SyntaxTree != type.SyntaxTree)
            return false;
        var set = references[0].GetSyntax(request.Cancellation).DescendantNodes().OfType<AssignmentExpressionSyntax>().Select(a => ClosedFlag.NameOf(a.Left)).ToList();
        return Place.FunctionOf(insertion)!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(i => set.Contains(i.Identifier.ValueText)
            && request.Model.GetSymbolInfo(i, request.Cancellation).Symbol is IFieldSymbol { IsVolatile: false, Type.SpecialType: SpecialType.System_Boolean });
    }
}
