import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';

/** Boxes of a form that are ticked: one is a text, several are a list, none is nothing. */
export const ChosenIds = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => [value].flat()),
    IsArray(),
    ArrayMaxSize(100),
    IsString({ each: true }),
    MaxLength(40, { each: true }),
  );
