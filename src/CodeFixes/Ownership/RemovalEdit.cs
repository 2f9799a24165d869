using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>
/// The edit that disposes what a removal removes: on the spot where no lock is held, else behind the lock, by way of a local or, from
/// within a loop, a list.
/// </summary>
internal sealed class RemovalEdit
{
    private readonly Removal removal;
    private readonly Place place;
    private readonly LockRegion? region;
    private readonly DisposeCode dispose;
    private readonly ExistingLocal? existing;
    private readonly ITypeSymbol? returned;

    private RemovalEdit(SemanticModel model, Removal removal, Place place, LockRegion? region, DisposeCode dispose, ExistingLocal? existing)
    {
        this.removal = removal;
        this.place = place;
        this.region = region;
        this.dispose = dispose;
        this.existing = existing;
        if (region != null && place.Statement is ReturnStatementSyntax { Expression: { } expression } && region.IsStraight(place.Statement))
            returned = model.GetTypeInfo(expression).ConvertedType;
    }

    /// <summary>More than one entry can come out before the lock is left.</summary>
    private bool IsList => removal.Kind == RemovalKind.Predicate || region != null && (removal.Kind == RemovalKind.Range || region.Repeats(place.Node));

    public TextSpan Touched => place.Touched;

    /// <summary>Null where there is no right form.</summary>
    public static RemovalEdit? For(SemanticModel model, Removal removal, Place place, LockRegion? region, DisposeCode dispose)
    {
        var existing = ExistingLocal.Of(removal.Call, model);
        if (existing is { IsUsable: false })
            return null;
        if (existing is { IsUsed: true } && region == null && !(place.Statement is IfStatementSyntax branch && existing.IsUsedOnlyIn(branch.Statement) && !RemovalShape.Jumps(branch.Statement)))
            return null;
        if (removal.Instance is { } instance && (ExistingLocal.OfName(instance, model) is not { } named || named.IsUsedAfter(removal.Call)))
            return null;
        var edit = new RemovalEdit(model, removal, place, region, dispose, existing);
        if (region != null && (edit.returned == null && region.IsLeftAfter(place.Node) || edit.returned == null && place.Statement is ReturnStatementSyntax || edit.returned != null && edit.IsList && removal.Kind != RemovalKind.Predicate))
            return null;
        return place.Can(removal.Call, (statement, call) => edit.ShapeWith("removed", "entry", "result", "x.y();").Of(statement, call)) ? edit : null;
    }

    public void Apply(DocumentEditor editor)
    {
        var names = Names.In(editor, place.Node);
        var outer = region != null || IsList ? names.Free("removed") : null;
        var entry = existing?.Name ?? removal.Instance?.ToString() ?? (outer == null ? names.Free("removed") : IsList ? names.Free("entry") : outer);
        var result = returned != null || region == null && place.AsStatement is ReturnStatementSyntax ? names.Free("result") : string.Empty;
        var code = IsList ? DrainCode.Loop(outer!, dispose, "item", names)
            : removal.Kind == RemovalKind.Range && outer == null ? DrainCode.Loop(entry, dispose, "item", names)
            : dispose.Of(outer ?? entry, outer != null || IsOpen || DisposeCode.MayBeNull(removal.Entry), names);
        var shape = ShapeWith(outer ?? entry, entry, result, code);
        if (region == null && IsList)
            shape.Before = Statements.Parse(NewList(editor, outer!));
        place.Replace(editor, removal.Call, shape.Of);
        if (region == null)
            return;
        var before = IsList ? NewList(editor, outer!) : $"{TypeName(editor, true)} {outer}{(region.IsStraight(place.Node) && place.IsCertain(removal.Call) && removal.Kind != RemovalKind.Instance && existing is not { IsUsed: true } ? string.Empty : removal.Entry.IsValueType ? " = default" : " = null")};";
        if (returned != null)
        {
            before += $"\n{returned.ToMinimalDisplayString(editor.SemanticModel, place.Node.SpanStart)} {result};";
            code += $"\nreturn {result};";
        }

        Statements.Surround(editor, region.Statement, Statements.Parse(before), Statements.Parse(code));
    }

    /// <summary>The value is looked at although there may be none, since the statement cannot be split by the outcome.</summary>
    private bool IsOpen => region == null && !place.Can(removal.Call, (statement, call) => ShapeWith("removed", "entry", "result", "x.y();").ByOutcome(statement, call));

    private RemovalShape ShapeWith(string removed, string entry, string result, string code)
    {
        var inLock = region == null ? code : IsList ? $"{removed}.Add({entry});" : entry == removed ? string.Empty : $"{removed} = {entry};";
        return new RemovalShape(removal, region != null, existing, removed, entry, result, inLock, code, IsList, returned != null, dispose);
    }

    private string NewList(DocumentEditor editor, string name) => $"var {name} = new global::System.Collections.Generic.List<{TypeName(editor, false)}>();";

    private string TypeName(DocumentEditor editor, bool orNull)
    {
        var position = place.Node.SpanStart;
        var isAnnotated = editor.SemanticModel.GetNullableContext(position).AnnotationsEnabled();
        var type = isAnnotated || removal.Entry.IsValueType ? removal.Entry : removal.Entry.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (orNull && isAnnotated && !type.IsValueType)
            type = type.WithNullableAnnotation(NullableAnnotation.Annotated);
        return type.ToMinimalDisplayString(editor.SemanticModel, isAnnotated ? NullableFlowState.MaybeNull : NullableFlowState.None, position) is var text && type.NullableAnnotation == NullableAnnotation.Annotated ? text : type.ToMinimalDisplayString(editor.SemanticModel, position);
    }
}
