using System;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

internal enum ValueKind : byte
{
    Unknown,
    Null,
    Constant,
    This,
    Local,
    Parameter,

    /// <summary>A field or auto-property: the value in it, or the collection it names.</summary>
    Store,

    /// <summary>An object made here; <see cref="Value.Items"/> are arguments and initializer values.</summary>
    Created,

    /// <summary>What a call returned.</summary>
    Result,

    /// <summary>An entry that an access of a store yielded.</summary>
    Element,

    /// <summary>Each entry of a sequence or collection, in a loop or a lambda.</summary>
    EachElement,

    /// <summary>A view or snapshot of all entries of a collection.</summary>
    Elements,

    /// <summary>A field or property of another value.</summary>
    Member,

    /// <summary>What a task yields.</summary>
    Awaited,

    /// <summary>A lambda, a local function or a method group.</summary>
    Delegate,

    /// <summary>One of two values.</summary>
    Either,

    /// <summary>Text or number or tuple computed from its parts alone; fit for a key.</summary>
    Pure,

    /// <summary>An immutable collection derived from a store's present one.</summary>
    Derived,

    Not,
    And,
    Or,
    IsNull,

    /// <summary>Whether an access found, added or removed something.</summary>
    Outcome,

    Same,
    Caught,
}

/// <summary>Where a value comes from: immutable, shared, and small. Values never refer to operations.</summary>
internal sealed class Value
{
    public static readonly Value Unknown = new(ValueKind.Unknown);

    public static readonly Value Null = new(ValueKind.Null);
    public static readonly Value This = new(ValueKind.This);
    public static readonly Value True = new(ValueKind.Constant, data: true);
    public static readonly Value False = new(ValueKind.Constant, data: false);

    private static readonly object TypeTest = new();

    public Value(
        ValueKind kind, Value? a = null, Value? b = null, ISymbol? symbol = null, ITypeSymbol? type = null, object? data = null, Value[]? items = null)
    {
        Kind = kind;
        A = a;
        B = b;
        Symbol = symbol;
        Type = type;
        Data = data;
        Items = items ?? Array.Empty<Value>();
    }

    /// <summary>Whether something that is there is of a certain type.</summary>
    public static Value OfType(ITypeSymbol? tested) => new(ValueKind.Unknown, type: tested, data: TypeTest);

    public ValueKind Kind { get; }

    /// <summary>The value this one is made from: receiver of a store or member, operand, task, sequence.</summary>
    public Value? A { get; }

    public Value? B { get; }

    /// <summary>Store, member, parameter, method of a delegate, operator method.</summary>
    public ISymbol? Symbol { get; }

    public ITypeSymbol? Type { get; }

    /// <summary>A constant, a <see cref="LocalFacts"/>, an <see cref="AccessNode"/>, a <see cref="CallNode"/>, a <see cref="Facts.Narrowing"/> or a <see cref="BodyFacts"/>.</summary>
    public object? Data { get; }

    public Value[] Items { get; }

    public LocalFacts Local => (LocalFacts)Data!;

    public AccessNode? Access => Data as AccessNode;

    public CallNode? Call => Data as CallNode;

    public BodyFacts? Body => Data as BodyFacts;

    /// <summary>Of elements: the last call that left some of them out.</summary>
    public Narrowing? Narrowing => Data as Narrowing;

    /// <summary>What a property, a field or a member that answers is asked of: _tail in _tail.Capacity. Null when there is none, or it is this.</summary>
    public Value? Owner => A ?? Call?.Receiver ?? (Items.Length > 0 ? Items[0] : null);

    /// <summary>The property or field itself that is asked, whether its getter has code or not: Length in _parts.Length.</summary>
    public ISymbol? Asked => Symbol ?? Call?.Target?.AssociatedSymbol;

    /// <summary>Made by <see cref="OfType"/>; the type tested for is <see cref="Type"/>.</summary>
    public bool IsTypeTest => Data == TypeTest;

    public bool IsNull => Kind == ValueKind.Null;

    public bool IsTrue => Kind == ValueKind.Constant && Data is true;

    public bool IsFalse => Kind == ValueKind.Constant && Data is false;

    public static Value Negate(Value value) => value.Kind switch
    {
        ValueKind.Not => value.A!,
        ValueKind.Unknown => Unknown,
        ValueKind.Constant when value.Data is bool b => b ? False : True,
        _ => new Value(ValueKind.Not, value),
    };

    /// <summary>One of two values; <paramref name="condition"/>, where known, says that it is the first.</summary>
    public static Value Either(Value a, Value b, Value? condition = null)
    {
        if (a == b || b.Kind == ValueKind.Null && a.Kind == ValueKind.Null)
            return a;
        return new Value(ValueKind.Either, a, b, data: condition);
    }

    public override string ToString() => Kind + (Symbol != null ? " " + Symbol.Name : string.Empty) + (A != null ? " of " + A : string.Empty);
}
