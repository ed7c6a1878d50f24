import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { DoneOnceDto, SentOnceDto } from './sent-once.dto.js';

/** A text with something in it. */
const SAID = /\S/;

export class StopClockDto extends SentOnceDto {
  @ApiProperty({ type: String, maxLength: 500, description: 'Why, in words. On record with your name.' })
  @IsString()
  @Matches(SAID)
  @MaxLength(500)
  reason!: string;

  @ApiProperty({
    type: String,
    required: false,
    description: 'One sitting alone, by its candidate number; left out: the whole session.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  candidateNumber?: string;
}

export class ExtendTimeDto extends StopClockDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 240 })
  @IsInt()
  @Min(1)
  @Max(240)
  minutes!: number;

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'Whoever begins from now on has it too. Of a whole session alone.',
  })
  @IsOptional()
  @IsBoolean()
  forLater?: boolean;
}

export class TimeChangedDto extends DoneOnceDto {
  @ApiProperty({ type: 'integer', description: 'How many open sittings it reached.' })
  sittings!: number;
}

export class TimeChangeDto {
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: String, enum: ['pause', 'resume', 'extend'] })
  kind!: 'pause' | 'resume' | 'extend';
  @ApiProperty({ type: String, nullable: true, description: 'One sitting; null: the whole session.' })
  candidateNumber!: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  minutes!: number | null;
  @ApiProperty({ type: Boolean, description: 'Whoever begins later has it too.' })
  forLater!: boolean;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: 'integer', description: 'How many open sittings it reached.' })
  sittings!: number;
  @ApiProperty({ type: String, description: 'Name and position of who decided.' })
  official!: string;
}

export class TimeChangeListDto {
  @ApiProperty({ type: [TimeChangeDto] })
  items!: TimeChangeDto[];
}

export class BreakDto {
  @ApiProperty({ type: String, enum: ['begin', 'end'] })
  @IsIn(['begin', 'end'])
  action!: 'begin' | 'end';
}

export class ClockDto {
  @ApiProperty({ type: 'integer', description: 'Milliseconds since 1970, the clock that counts.' })
  serverTime!: number;
  @ApiProperty({ type: 'integer', description: 'Milliseconds since 1970.' })
  deadline!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Milliseconds that are left while the clock stands; null while it runs.',
  })
  pausedLeft!: number | null;
  @ApiProperty({ type: String, enum: ['open', 'closed', 'void'] })
  state!: 'open' | 'closed' | 'void';
  @ApiProperty({ type: Boolean, description: 'False once another device goes on.' })
  leaseActive!: boolean;
  @ApiProperty({ type: Boolean, description: 'The clock stands for a break.' })
  onBreak!: boolean;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Milliseconds of granted breaks left.' })
  breakLeft!: number | null;
  @ApiProperty({
    type: String,
    enum: ['candidate', 'clock', 'officer'],
    nullable: true,
    description: 'officer: an official ended it before its time. Null while it is open.',
  })
  closedBy!: 'candidate' | 'clock' | 'officer' | null;
  @ApiProperty({ type: 'integer', description: 'The number of the newest message for this sitting, or 0.' })
  messages!: number;
}
